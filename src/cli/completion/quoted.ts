/** A text between single quotes, as bash and zsh take it literally. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
