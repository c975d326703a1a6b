import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { CompletionRow, IdentityRow, LinkRow, StampRow, TableName } from '../domain/state.ts';
import type { Kind } from '../wire/document.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { CursorValue, Page } from './cursor.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

export interface RigFilter {
  kind?: Kind;
  home?: string;
  handle?: string;
  owner?: string;
}

export interface StampFilter {
  subject?: string;
  author?: string;
  completion?: string;
  /** Only those in tables and evidence: neither revoked nor doubled. */
  counting?: boolean;
}

export interface Paging {
  limit?: number;
  cursor?: string;
}

/** A link that one side or both have signed. */
export interface RigLink {
  other: string;
  /** `pending` until both sides have signed. */
  state: 'pending' | 'confirmed';
  /** This rig's signature and the other's. */
  given: LinkRow | undefined;
  received: LinkRow | undefined;
}

/** Identities, and what each did and what others say about it. */
export class RigReader {
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(statements: Statements, state: SqliteState) {
    this.#statements = statements;
    this.#state = state;
  }

  rig(id: string): IdentityRow | undefined {
    return this.#state.table('identities').get(id);
  }

  /** All identities with this handle whose home is this node; a handle may be taken twice where two logs disagree. */
  byHandle(handle: string, home: string): IdentityRow[] {
    return this.#select<IdentityRow>('identities', 'WHERE handle = ? AND home = ? ORDER BY id LIMIT 200', handle, home);
  }

  /** One page of the identities that pass the filter, by handle. */
  list(filter: RigFilter, paging: Paging = {}): Page<IdentityRow> {
    const limit = boundedLimit(paging.limit);
    const after = cursorOf(paging, 'rigs', ['string', 'string']);
    const tests = equalities({ ...filter });
    if (after !== undefined) tests.push({ sql: '(handle, id) > (?, ?)', values: after });
    const rows = this.#where<IdentityRow>('identities', tests, 'handle, id', limit + 1);
    return pageOf(rows, limit, (last) => writeCursor('rigs', [last.handle, last.id]));
  }

  /** One page of a rig's submissions, newest first. */
  completions(worker: string, paging: Paging = {}): Page<CompletionRow> {
    const limit = boundedLimit(paging.limit);
    const after = cursorOf(paging, 'completions', ['number', 'string']);
    const tests = equalities({ worker });
    if (after !== undefined) tests.push({ sql: '(submitted_at, id) < (?, ?)', values: after });
    const rows = this.#where<CompletionRow>('completions', tests, 'submitted_at DESC, id DESC', limit + 1);
    return pageOf(rows, limit, (last) => writeCursor('completions', [last.submitted_at, last.id]));
  }

  /** One page of the stamps that pass the filter, newest first. */
  stamps(filter: StampFilter, paging: Paging = {}): Page<StampRow> {
    const limit = boundedLimit(paging.limit);
    const after = cursorOf(paging, 'stamps', ['number', 'string']);
    const { counting, ...columns } = filter;
    const tests = equalities(columns);
    if (counting !== undefined) tests.push({ sql: 'counts = ?', values: [counting ? 1 : 0] });
    if (after !== undefined) tests.push({ sql: '(created_at, id) < (?, ?)', values: after });
    const rows = this.#where<StampRow>('stamps', tests, 'created_at DESC, id DESC', limit + 1);
    return pageOf(rows, limit, (last) => writeCursor('stamps', [last.created_at, last.id]));
  }

  /** The links of a rig in both directions, by the other's id. */
  links(id: string): RigLink[] {
    const links = this.#state.table('links');
    const others = new Set([
      ...links.list('author', id).map((link) => link.other),
      ...links.list('other', id).map((link) => link.author),
    ]);
    return [...others].sort().map((other) => {
      const given = links.get(id, other);
      const received = links.get(other, id);
      const state = given !== undefined && received !== undefined ? 'confirmed' : 'pending';
      return { other, state, given, received };
    });
  }

  /** The members of a rig's owner group, itself included, sorted. */
  group(id: string): string[] {
    const groups = this.#state.table('groups');
    const membership = groups.get(id);
    if (membership === undefined) return [id];
    return groups.list('group', membership.group_id).map((member) => member.rig);
  }

  #where<Row>(table: TableName, tests: Test[], order: string, count: number): Row[] {
    const where = tests.length === 0 ? '' : `WHERE ${tests.map((test) => test.sql).join(' AND ')} `;
    return this.#select<Row>(
      table,
      `${where}ORDER BY ${order} LIMIT ?`,
      ...tests.flatMap((test) => test.values),
      count,
    );
  }

  #select<Row>(table: TableName, where: string, ...values: SQLInputValue[]): Row[] {
    const rows = this.#state.rows(table);
    const sql = `SELECT ${rows.selection()} FROM "${table}" ${where}`;
    return this.#statements.all<SQLOutputValue[]>(sql, ...values).map((row) => rows.decode(row) as Row);
  }
}

interface Test {
  sql: string;
  values: SQLInputValue[];
}

/** Tests for the members that are given; names come from this file's interfaces, values are bound. */
function equalities(filter: Record<string, string | undefined>): Test[] {
  return Object.entries(filter).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }],
  );
}

function cursorOf({ cursor }: Paging, order: string, types: ('string' | 'number')[]): CursorValue[] | undefined {
  return cursor === undefined ? undefined : readCursor(cursor, order, types);
}
