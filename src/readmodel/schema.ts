import { shapes } from '../domain/shapes.ts';
import type { ColumnType } from '../domain/shapes.ts';
import type { TableName } from '../domain/state.ts';
import { boardLists, boardSchema } from './board-schema.ts';
import { rigsSchema } from './rigs-schema.ts';
import { scoresSchema } from './scores-schema.ts';

export const tableNames = Object.keys(shapes) as TableName[];

/** A table's shape without its row type, for code that is the same for all tables. */
export interface AnyShape {
  key: string[];
  columns: Record<string, ColumnType>;
  indexes: Record<string, string[]>;
}

/** Shape of a table of `State`, untyped. */
export function shapeOf(name: TableName): AnyShape {
  return shapes[name];
}

const sqlTypes: Record<ColumnType, string> = { text: 'TEXT', integer: 'INTEGER', boolean: 'INTEGER', json: 'TEXT' };

/** Rows of these carry long texts, for which a table ordered by its primary key is the slower one. */
const withRowid: ReadonlySet<TableName> = new Set([
  'entries',
  'documents',
  'identities',
  'items',
  'completions',
  'stamps',
  'comments',
]);

function tableSql(name: TableName): string {
  const { key, columns } = shapeOf(name);
  const lines = Object.entries(columns).map(([column, type]) => `"${column}" ${sqlTypes[type]}`);
  const primary = `PRIMARY KEY (${key.map((column) => `"${column}"`).join(', ')})`;
  return `CREATE TABLE "${name}" (${[...lines, primary].join(', ')}) STRICT${withRowid.has(name) ? '' : ', WITHOUT ROWID'}`;
}

/** Indexes of `shapes` that carry a list's order too, so that a page is read and not sorted. None of their columns is ever null. */
const ordered: Record<string, string[]> = {
  identities_by_handle: ['handle', 'id'],
  completions_by_worker: ['worker', 'submitted_at', 'id'],
  stamps_by_author: ['author', 'created_at', 'id'],
  stamps_by_subject: ['subject', 'created_at', 'id'],
  vouches_by_subject: ['subject', 'created_at', 'id'],
  comments_by_about: ['about', 'created_at', 'id'],
  comments_by_author: ['author', 'created_at', 'id'],
};

/** Places of a parameter in `madeIs`. */
export const madeIsValues = 3;

/**
 * Rows of `entries` that made this (`p` is the parameter, or its place so many times). The id of what an entry makes says how its hash
 * begins (`wire/made-id.ts`), so there is no index for it: each that isn't in the order of the log costs every entry a page of
 * its own.
 */
export function madeIs(p: string): string {
  return `made = ${p} AND hash >= substr(${p}, 3) AND hash < substr(${p}, 3) || 'g'`;
}

/** Lists of `shapes` that have no index of their own, and how their rows are found. */
export const foundOtherwise: ReadonlyMap<string, string> = new Map([
  ['entries_by_made', `INDEXED BY entries_by_hash WHERE ${madeIs('?1')} AND length(?1) = 42`],
]);

const listIndexes = [
  'CREATE UNIQUE INDEX identities_by_row_name ON identities (row_name)',
  'CREATE INDEX identities_by_home ON identities (home, handle, id)',
  'CREATE INDEX identities_by_kind ON identities (kind, handle, id)',
  'CREATE INDEX stamps_by_time ON stamps (created_at, id)',
  "CREATE INDEX entries_claims ON entries (author, logged_at) WHERE type = 'wanted.claimed' AND code = 'ok'",
  // Without the entry that made the item.
  'CREATE INDEX entries_by_item ON entries (item) WHERE item IS NOT NULL AND item IS NOT made',
  "CREATE INDEX entries_not_ok ON entries (origin, code, seq) WHERE code <> 'ok'",
];

/** Rows with a null in an indexed column aren't found by it, so they need no place in it. */
function indexSql(name: TableName): string[] {
  const indexes = Object.entries(shapeOf(name).indexes).filter(([index]) => !foundOtherwise.has(`${name}_by_${index}`));
  return indexes.map(([index, columns]) => {
    const inOrder = ordered[`${name}_by_${index}`];
    const list = (inOrder ?? columns).map((column) => `"${column}"`).join(', ');
    const where = inOrder === undefined ? ` WHERE "${columns[0]}" IS NOT NULL` : '';
    return `CREATE INDEX "${name}_by_${index}" ON "${name}" (${list})${where}`;
  });
}

/** Indexes of `shapes` that no rule looks into: where everything is made anew, they come last. */
const forListsOnly: ReadonlySet<string> = new Set(Object.keys(ordered));

/**
 * What lists need and no rule does. While everything is made anew it is left out and made at the end: an index costs far less
 * made at once than row by row.
 */
export const listSql: readonly string[] = [
  ...tableNames.flatMap(indexSql).filter((sql) => forListsOnly.has(nameIn(sql).name)),
  ...listIndexes,
  ...boardLists,
];

/** Takes away what a statement of `listSql` makes, if it is there. */
export function dropSql(sql: string): string {
  const { kind, name } = nameIn(sql);
  return `DROP ${kind} IF EXISTS "${name}"`;
}

function nameIn(sql: string): { kind: string; name: string } {
  const [, kind = '', name = ''] = /^CREATE (?:UNIQUE )?(INDEX|TRIGGER) "?(\w+)/.exec(sql) ?? [];
  return { kind, name };
}

/** Everything that stands in the read model, in the order in which it is made. */
export const schemaSql: readonly string[] = [
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  ...tableNames.map(tableSql),
  ...tableNames.flatMap(indexSql),
  ...listIndexes,
  ...boardSchema,
  ...scoresSchema,
  ...rigsSchema,
];
