import type { ItemRow } from '../domain/state.ts';
import { BoardColumns, readiness, urgencyOf, valuesOf } from './board-columns.ts';
import type { Order } from './board-columns.ts';
import { countBefore } from './board-order.ts';
import { matching, orderOf, skilled, tagged, wantedOf, wordsOf } from './board-query.ts';
import type { BoardFilter, BoardSort } from './board-query.ts';
import { BoardSets } from './board-sets.ts';
import type { Numbers, NumberSet } from './board-sets.ts';
import { walk } from './board-walk.ts';
import { boundedLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import type { CursorValue, Page } from './cursor.ts';
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

/** The wanted board: any filters, in any of its orders, by keyset. */
export class BoardReader {
  readonly #statements: Statements;
  readonly #state: SqliteState;
  readonly #columns: BoardColumns;
  readonly #sets: BoardSets;

  /** From how many items on a set counts as `many` (`BoardSets`) changes how fast a page is found, never what is on it. */
  constructor(statements: Statements, state: SqliteState, many?: number) {
    this.#statements = statements;
    this.#state = state;
    this.#columns = new BoardColumns(statements);
    this.#sets = new BoardSets(statements, many);
  }

  /** One page of the items that pass the filter. Throws `invalid_request` for a cursor of another list. */
  list(filter: BoardFilter, page: BoardPage = {}): Page<BoardItem> {
    const sort = page.sort ?? 'priority';
    const limit = boundedLimit(page.limit);
    const { order } = orderOf(sort);
    const after = page.cursor === undefined ? undefined : readCursor(page.cursor, sort, cursorTypes(order));
    this.#columns.catchUp();
    const { places, ids } = this.#columns.places(order);
    const { items, next_cursor } = pageOf(this.#find(filter, sort, limit + 1, after), limit, (no) =>
      writeCursor(sort, [...valuesOf(order, places[no] as number), ids[no] as string]),
    );
    return { items: this.#boardItems(items), next_cursor };
  }

  /** Takes a part of the board into memory, as the first list does with all of it; false when there is no more. */
  load(): boolean {
    return this.#columns.load();
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

  /** Numbers of the first items that pass, behind a cursor. */
  #find(filter: BoardFilter, sort: BoardSort, count: number, after: CursorValue[] | undefined): number[] {
    const wanted = wantedOf(filter, (facet, value) => this.#columns.numberOf(facet, value));
    const sets = wanted === undefined ? undefined : this.#setsOf(filter);
    if (wanted === undefined || sets === undefined) return [];
    const { order, descending } = orderOf(sort);
    const few = sets.flatMap((set) => set.few ?? []).sort((a, b) => a.length - b.length)[0];
    const sorted = this.#columns.sorted(order, few);
    const values = [...wanted].map(([name, value]) => ({ column: this.#columns.facet(name), value }));
    const from =
      after === undefined ? (descending ? sorted.length : 0) : this.#position(sorted, order, after, !descending);
    return walk(sorted, descending ? from - 1 : from, descending, count, {
      values,
      sets: sets.map(({ bits }) => bits),
    });
  }

  #position(sorted: Int32Array, order: Order, after: CursorValue[], through: boolean): number {
    const [first, second] = after as [number, number];
    const place = order === 'urgency' ? urgencyOf(first, second) : first;
    return countBefore(sorted, this.#columns.places(order), place, after.at(-1) as string, through);
  }

  /** What tag, skill and words ask for; undefined when nothing has one of them. */
  #setsOf({ tag, skill, q }: BoardFilter): Numbers[] | undefined {
    this.#sets.belongTo(this.#columns.generation);
    const words = q === undefined ? [] : wordsOf(q);
    if (q !== undefined && words.length === 0) return undefined;
    const named = this.#readAll([...some(tag, tagged), ...some(skill, skilled)]);
    if (named === undefined) return undefined;
    // A letter may be none for the full-text index, which leaves out a word without any beside others: all are asked for at once.
    const found = this.#readAll(words.map(matching)) ?? this.#readAll([matching(words.join(' '))]);
    return found === undefined ? undefined : [...named, ...found];
  }

  /** Undefined when one of the sets is empty. */
  #readAll(sets: NumberSet[]): Numbers[] | undefined {
    const found: Numbers[] = [];
    for (const set of sets) {
      const numbers = this.#sets.read(set, this.#columns.last);
      if (numbers === undefined) return undefined;
      found.push(numbers);
    }
    return found;
  }

  #boardItems(numbers: number[]): BoardItem[] {
    const { ids } = this.#columns.places('urgency');
    const ready = this.#columns.facet('ready');
    const found = this.#state.rows('items').getAll(numbers.map((no) => ids[no] as string)) as unknown as ItemRow[];
    const byId = new Map(found.map((item) => [item.id, item]));
    return numbers.map((no) => ({
      item: byId.get(ids[no] as string) as ItemRow,
      ready: ready[no] === readiness.ready,
    }));
  }
}

function cursorTypes(order: Order): ('string' | 'number')[] {
  return [...valuesOf(order, 0).map(() => 'number' as const), 'string'];
}

function some(value: string | undefined, setOf: (value: string) => NumberSet): NumberSet[] {
  return value === undefined ? [] : [setOf(value)];
}
