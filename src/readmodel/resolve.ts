import type { TableName } from '../domain/state.ts';
import type { Statements } from './statements.ts';

/** What a typed id names. */
export type Resolved =
  | { kind: 'found'; id: string }
  | { kind: 'absent' }
  /** The first few ids that it might mean. */
  | { kind: 'ambiguous'; ids: string[] };

const tables = { w: 'items', c: 'completions', s: 'stamps', v: 'vouches', m: 'comments' } as const satisfies Record<
  string,
  TableName
>;

const prefixPattern = /^([wcsvm])-([0-9a-f]{6,40})$/;
const shown = 5;

/** Finds what an id or an unambiguous beginning of one (6 hex digits or more) names (protocol.md section 3). */
export function resolveId(statements: Statements, typed: string): Resolved {
  const match = prefixPattern.exec(typed);
  if (match === null) return { kind: 'absent' };
  const table = tables[match[1] as keyof typeof tables];
  // `g` follows every hex digit.
  const sql = `SELECT id FROM ${table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ${shown}`;
  const ids = statements.all<[string]>(sql, typed, `${typed}g`).map(([id]) => id);
  const [id] = ids;
  if (id === undefined) return { kind: 'absent' };
  return ids.length === 1 ? { kind: 'found', id } : { kind: 'ambiguous', ids };
}
