/** A path on this node to go on to; whatever might lead elsewhere leads to the board. */
export function localPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith('/') || /[\\\s]|[^\x21-\x7e]/.test(to)) return '/';
  const base = 'http://node.invalid';
  return URL.canParse(to, base) && new URL(to, base).origin === base && !to.startsWith('//') ? to : '/';
}
