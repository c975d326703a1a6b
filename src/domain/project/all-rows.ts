import { linkKey } from './published.ts';
import { constantRows, publishedKey, publishedRow, rowValues } from './rows.ts';
import type { CommonsTable } from './rows.ts';
import type { PublishedTable, State } from '../state.ts';

/** What all rows of the commons are made from: a state that can go through a table without holding it whole. */
export interface RowSource {
  state: State;
  /** Keys, as in `unpublished`, of whatever may have a row in this table, in the byte order of the rows' primary keys. */
  keys(table: PublishedTable): Iterable<string>;
}

/** All rows of a commons table, as arrays in primary-key byte order: what the digest hashes (protocol.md section 6). */
export function* publishedRows(source: RowSource, table: CommonsTable): Generator<unknown[]> {
  if (table === '_meta') {
    for (const row of constantRows) yield rowValues(table, row);
    return;
  }
  if (table === 'badges' || table === 'boot_blocks' || table === 'chain_meta') return;
  for (const key of source.keys(table)) {
    const row = publishedRow(source.state, table, key);
    if (row !== undefined) yield rowValues(table, row);
  }
}

/** The rows of a state that lists its tables whole, such as the one in memory. */
export function rowSourceOf(state: State): RowSource {
  return { state, keys: (table) => sortedKeys(state, table) };
}

function sortedKeys(state: State, table: PublishedTable): string[] {
  switch (table) {
    case 'rigs': {
      const identities = state.table('identities').list('primary');
      return identities.sort((a, b) => (a.row_name < b.row_name ? -1 : 1)).map((identity) => identity.id);
    }
    case 'wanted':
      return state
        .table('items')
        .list('primary')
        .map((item) => item.id);
    case 'completions':
      return state
        .table('completions')
        .list('primary')
        .map((completion) => completion.id);
    case 'stamps':
      return state
        .table('stamps')
        .list('primary')
        .map((stamp) => stamp.id);
    case 'rig_links':
      return linkKeys(state);
  }
}

/** Keys of all links, each pair once, in the order of their rows' ids. */
export function linkKeys(state: State): string[] {
  const identities = state.table('identities');
  const byId = new Map<string, string>();
  for (const { author, other } of state.table('links').list('primary')) {
    const from = identities.get(author);
    const to = identities.get(other);
    if (from === undefined || to === undefined) continue;
    const key = linkKey(from, to);
    const id = publishedKey(state, 'rig_links', key);
    if (id !== undefined) byId.set(id, key);
  }
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
