import type { SQLInputValue } from 'node:sqlite';
import type { ItemRow } from '../domain/state.ts';
import { BoardCounts } from './board-counts.ts';
import { planOf } from './board-plan.ts';
import { conditionsOf, sortColumns } from './board-query.ts';
import type { BoardFilter, BoardSort } from './board-query.ts';
import { BoardText, mostListed } from './board-text.ts';
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
  readonly #plan: typeof planOf;
  readonly #counts: BoardCounts;
  readonly #text: BoardText;

  /** `plan` and `listed` (see `BoardText`) change how fast a page is found, never what is on it. */
  constructor(statements: Statements, state: SqliteState, plan = planOf, listed = mostListed) {
    this.#statements = statements;
    this.#state = state;
    this.#plan = plan;
    this.#counts = new BoardCounts(statements);
    this.#text = new BoardText(statements, listed);
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
    const total = this.#counts.total();
    const conditions = conditionsOf(filter, (match) => this.#text.search(match, total));
    if (conditions === undefined) return [];
    const sized = this.#counts.sized(conditions, total);
    const gathered = this.#plan(sized, total, count);
    const numbers = gathered?.numbers;
    const no = numbers === undefined ? 'board.no' : 'few.no';
    const from =
      numbers === undefined
        ? `board INDEXED BY board_${sort.replace('-', '')}`
        : `(${numbers.sql}) AS few CROSS JOIN board ON board.no = few.no`;
    const tests = sized.filter(({ condition }) => condition !== gathered).map(({ condition }) => condition.test(no));
    const columns = sortColumns[sort.replace('-', '')] as string[];
    if (after !== undefined) tests.push({ sql: keyset(columns, sort), values: after });
    const where = tests.length === 0 ? '' : `WHERE ${tests.map(({ sql }) => sql).join(' AND ')}`;
    const order = columns.map((column) => `board.${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`).join(', ');
    const sql = `SELECT ${columns.join(', ')}, status = 'open' AND waiting = 0 FROM ${from} ${where} ORDER BY ${order} LIMIT ?`;
    const values = [...(numbers?.values ?? []), ...tests.flatMap((test) => test.values), count];
    const rows = this.#statements.all<(string | number)[]>(sql, ...values);
    return rows.map((row) => ({ values: row.slice(0, -1), ready: row.at(-1) === 1 }));
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
