/** Name and address that a node's commits carry: it is known by its id. */
export const committer = 'wasteland';

export function emailOf(node: string): string {
  return `${node}@wasteland.invalid`;
}

/** Both, as DOLT_COMMIT and DOLT_MERGE take them. */
export function authorOf(node: string): string {
  return `${committer} <${emailOf(node)}>`;
}
