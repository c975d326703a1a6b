import type { IdentityRow, PublishedTable, State } from '../state.ts';

/** Marks a published row as changed, for the publisher. */
export function markChanged(state: State, table: PublishedTable, key: string): void {
  const marks = state.table('unpublished');
  const change = (marks.get(table, key)?.change ?? 0) + 1;
  marks.put({ table_name: table, key, change });
}

/** Key of the `rig_links` row of two rigs: their ids, the smaller row name's first. */
export function linkKey(a: IdentityRow, b: IdentityRow): string {
  return a.row_name < b.row_name ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
}
