import type { SQLInputValue } from 'node:sqlite';
import type { ItemRow } from '../domain/state.ts';
import { conditionsOf, sortColumns, walkIndex } from './board-query.ts';
import type { BoardFilter, BoardSort, Condition } from './board-query.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { Page } from './cursor.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

export interface BoardItem {
  item: ItemRow;
  ready: boolean;
}

export interface BoardPage {
  /** `priority` (most urgent first, then oldest) when absent; `-` in front turns the order round. */
  sort?: BoardSort;
  limit?: number;
  cursor?: string;
}

/** From the items themselves, which are never behind. */
const completedSql = `SELECT NOT EXISTS (
    SELECT 1 FROM json_each(?) j
    WHERE NOT EXISTS (SELECT 1 FROM items other WHERE other.id = j.value AND other.status = 'completed'))`;

interface Found {
  values: (string | number)[];
  ready: boolean;
}

/** The wanted board: any filters, in any of its orders, by keyset. */
export class BoardReader {
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(statements: Statements, state: SqliteState) {
    this.#statements = statements;
    this.#state = state;
  }

  /** One page of the items that pass the filter. Throws `invalid_request` for a cursor of another list. */
  list(filter: BoardFilter, page: BoardPage = {}): Page<BoardItem> {
    const sort = page.sort ?? 'priority';
    const limit = boundedLimit(page.limit);
    const after = page.cursor === undefined ? undefined : readCursor(page.cursor, sort, cursorTypes(sort));
    const found = this.#find(filter, sort, limit + 1, after);
    const { items, next_cursor } = pageOf(found, limit, (last) => writeCursor(sort, last.values));
    return { items: this.#boardItems(items), next_cursor };
  }

  /** Whether an item changed after the board was last brought up: whoever wants the newest has it brought up first. */
  get behind(): boolean {
    return this.#statements.get('SELECT 1 FROM board_behind LIMIT 1') !== undefined;
  }

  /** Whether an item is ready: open, and all that it depends on is completed here. */
  ready({ status, depends_on: needed }: Pick<ItemRow, 'status' | 'depends_on'>): boolean {
    if (status !== 'open' || needed.length === 0) return status === 'open';
    return this.#statements.get<[number]>(completedSql, JSON.stringify(needed))?.[0] === 1;
  }

  #find(filter: BoardFilter, sort: BoardSort, count: number, after: SQLInputValue[] | undefined): Found[] {
    const conditions = conditionsOf(filter);
    if (conditions === undefined) return [];
    const gathered = this.#fewest(conditions);
    if (gathered?.count === 0) return [];
    const columns = sortColumns[sort.replace('-', '')] as string[];
    const tests = conditions.filter((condition) => condition !== gathered?.condition).map(({ test }) => test);
    const gather = gathered?.condition.gather;
    const from =
      gather === undefined
        ? `board INDEXED BY ${walkIndex(filter, sort)}`
        : `(${gather.sql}) AS few CROSS JOIN board ON board.no = few.no`;
    if (after !== undefined) tests.push({ sql: keyset(columns, sort), values: after });
    const where = tests.length === 0 ? '' : `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}`;
    const order = columns.map((column) => `board.${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`).join(', ');
    const sql = `SELECT ${columns.join(', ')}, status = 'open' AND waiting = 0 FROM ${from} ${where} ORDER BY ${order} LIMIT ?`;
    const values = [...(gather?.values ?? []), ...tests.flatMap((test) => test.values), count];
    const rows = this.#statements.all<(string | number)[]>(sql, ...values);
    return rows.map((row) => ({ values: row.slice(0, -1), ready: row.at(-1) === 1 }));
  }

  /** The filter that leaves the fewest rows, when these are few enough to gather them all. */
  #fewest(conditions: Condition[]): { condition: Condition; count: number } | undefined {
    let fewest: { condition: Condition; count: number } | undefined;
    for (const condition of conditions) {
      if (condition.gather === undefined) continue;
      const { sql, values } = condition.gather;
      const limit = Math.min(fewest?.count ?? Infinity, condition.bound + 1);
      const row = this.#statements.get<[number]>(`SELECT count(*) FROM (${sql} LIMIT ?)`, ...values, limit);
      const count = row?.[0] ?? 0;
      if (count < limit) fewest = { condition, count };
    }
    return fewest;
  }

  #boardItems(found: Found[]): BoardItem[] {
    const ids = found.map(({ values }) => values.at(-1) as string);
    const rows = this.#state.rows('items').getAll(ids) as unknown as ItemRow[];
    const byId = new Map(rows.map((item) => [item.id, item]));
    return found.map(({ ready }, position) => ({ item: byId.get(ids[position] as string) as ItemRow, ready }));
  }
}

function cursorTypes(sort: BoardSort): ('string' | 'number')[] {
  return sort.endsWith('priority') ? ['number', 'number', 'string'] : ['number', 'string'];
}

function keyset(columns: string[], sort: BoardSort): string {
  const qualified = columns.map((column) => `board.${column}`).join(', ');
  return `(${qualified}) ${sort.startsWith('-') ? '<' : '>'} (${columns.map(() => '?').join(', ')})`;
}
