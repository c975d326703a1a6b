import type { IdentityRow } from '../domain/state.ts';
import type { Kind } from '../wire/words.ts';
import type { Page } from './cursor.ts';
import { equalities } from './lists.ts';
import type { Lists, Order, Paging, Test } from './lists.ts';
import { matchOf } from './rigs-schema.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

export interface RigFilter {
  kind?: Kind;
  home?: string;
  handle?: string;
  owner?: string;
  /** Beginnings of words that must all occur in handle or name. */
  q?: string;
  /** Named by stamps about the rig that count. */
  skill?: string;
}

/** The rigs of one owner, as far as they are listed. */
export interface Group {
  members: string[];
  size: number;
}

const byHandle: Order = { list: 'rigs', columns: ['handle', 'id'], types: ['string', 'string'] };

/** Words and skills that more rigs have than these find only so many of them: sorting takes its time. */
const maxFound = 2_000;
/** Strangers may link as many rigs of their own as they like. */
const maxMembers = 200;

/** Identities, and which of them belong together. */
export class RigReader {
  readonly #lists: Lists;
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(lists: Lists, statements: Statements, state: SqliteState) {
    this.#lists = lists;
    this.#statements = statements;
    this.#state = state;
  }

  rig(id: string): IdentityRow | undefined {
    return this.#state.table('identities').get(id);
  }

  /** Ids that begin so, the first two. */
  beginningWith(text: string): string[] {
    // `|` follows every character of an id.
    const sql = 'SELECT id FROM identities WHERE id >= ? AND id < ? ORDER BY id LIMIT 2';
    return this.#statements.all<[string]>(sql, text, `${text}|`).map(([id]) => id);
  }

  /** All identities with this handle whose home is this node; a handle may be taken twice where two logs disagree. */
  byHandle(handle: string, home: string): IdentityRow[] {
    return this.#lists.select('identities', 'WHERE handle = ? AND home = ? ORDER BY id LIMIT 200', handle, home);
  }

  /** One page of the identities that pass the filter, by handle. */
  list(filter: RigFilter, paging: Paging = {}): Page<IdentityRow> {
    const { q, skill, ...columns } = filter;
    const match = q === undefined ? undefined : matchOf(q);
    if (q !== undefined && match === undefined) return { items: [], next_cursor: null };
    const few = [...(skill === undefined ? [] : [skilled(skill)]), ...(match === undefined ? [] : [matching(match)])];
    const others = equalities(columns);
    // `+` keeps SQLite from walking a column's index where few rows are found by words or skill.
    const tests = few.length === 0 ? others : [...few, ...others.map((test) => ({ ...test, sql: `+${test.sql}` }))];
    return this.#lists.page('identities', tests, byHandle, paging);
  }

  /** The owner group of a rig, itself included: its first members by id, and how many there are. */
  group(id: string): Group {
    const membership = this.#state.table('groups').get(id);
    if (membership === undefined) return { members: [id], size: 1 };
    const { group_id: group } = membership;
    const members = this.#statements.all<[string]>(
      `SELECT rig FROM groups WHERE group_id = ? ORDER BY rig LIMIT ${maxMembers}`,
      group,
    );
    const [size] = this.#statements.get<[number]>('SELECT count(*) FROM groups WHERE group_id = ?', group) ?? [1];
    return { members: members.map(([rig]) => rig), size };
  }
}

function skilled(skill: string): Test {
  const sql = `id IN (SELECT DISTINCT subject FROM skills WHERE skill = ? LIMIT ${maxFound})`;
  return { sql, values: [skill] };
}

function matching(match: string): Test {
  const sql = `"identities".rowid IN (SELECT rowid FROM rigs_text WHERE rigs_text MATCH ? LIMIT ${maxFound})`;
  return { sql, values: [match] };
}
