import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { TableName } from '../domain/state.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { CursorValue, Page } from './cursor.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

/** Which page of a list. `sort` is the order's name, with `-` in front the other way round. */
export interface Paging {
  sort?: string;
  limit?: number;
  cursor?: string;
}

/** Columns that give a list its order and together name a row, and the types of their values. */
export interface Order {
  /** The list's name in cursors: one of another list is refused. */
  list: string;
  columns: readonly string[];
  types: readonly ('string' | 'number')[];
  /** Of a list whose newest come first when nobody asks otherwise. */
  descending?: true;
}

/** A condition on a row, its values bound. */
export interface Test {
  sql: string;
  values: SQLInputValue[];
}

/** Pages of the tables of `State`, by keyset: each costs the same, wherever it begins. */
export class Lists {
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(statements: Statements, state: SqliteState) {
    this.#statements = statements;
    this.#state = state;
  }

  /** One page of the rows that pass all tests. Throws `invalid_request` for a cursor of another list or order. */
  page<Row>(table: TableName, tests: readonly Test[], order: Order, paging: Paging): Page<Row> {
    const descending = paging.sort === undefined ? order.descending === true : paging.sort.startsWith('-');
    const limit = boundedLimit(paging.limit);
    const name = `${descending ? '-' : ''}${order.list}`;
    const all = [...tests];
    if (paging.cursor !== undefined) {
      const values = readCursor(paging.cursor, name, [...order.types]);
      const sign = descending ? '<' : '>';
      all.push({ sql: `(${order.columns.join(', ')}) ${sign} (${order.columns.map(() => '?').join(', ')})`, values });
    }
    const by = order.columns.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
    const rows = this.select<Row>(table, `${whereOf(all)} ORDER BY ${by} LIMIT ?`, ...valuesOf(all), limit + 1);
    return pageOf(rows, limit, (last) => writeCursor(name, keyOf(last, order)));
  }

  /** Rows of a table by the rest of a SELECT. */
  select<Row>(table: TableName, rest: string, ...values: SQLInputValue[]): Row[] {
    const rows = this.#state.rows(table);
    const sql = `SELECT ${rows.selection()} FROM "${table}" ${rest}`;
    return this.#statements.all<SQLOutputValue[]>(sql, ...values).map((row) => rows.decode(row) as Row);
  }
}

/** Tests for the members that are given. The names come from this folder's code, the values from anybody. */
export function equalities(filter: Record<string, string | undefined>): Test[] {
  return Object.entries(filter).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }],
  );
}

function whereOf(tests: readonly Test[]): string {
  return tests.length === 0 ? '' : `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}`;
}

function valuesOf(tests: readonly Test[]): SQLInputValue[] {
  return tests.flatMap(({ values }) => values);
}

function keyOf(row: unknown, { columns }: Order): CursorValue[] {
  return columns.map((column) => (row as Record<string, CursorValue>)[column] as CursorValue);
}
