import type { SQLOutputValue } from 'node:sqlite';
import { BoardOrder, present, sortedBy } from './board-order.ts';
import type { Places } from './board-order.ts';
import { numberedColumns } from './board-schema.ts';
import type { Statements } from './statements.ts';

/** What items are filtered by, each value as a number from 1 on; 0 is none. */
const facets = ['status', 'type', 'ready', ...numberedColumns] as const;
export type Facet = (typeof facets)[number];

/** Values of `ready`. */
export const readiness = { ready: 1, not: 2 } as const;

/** What items are ordered by, before their ids. `urgency` is the priority, then the time of creation. */
const orders = ['urgency', 'created_at', 'updated_at'] as const;
export type Order = (typeof orders)[number];

/** Milliseconds beyond all times (of the year 9999), and few enough for the sum to be exact. */
const beyondTimes = 2 ** 48;

/** Priority and time of creation as one number, to be compared at once. */
export function urgencyOf(priority: number, created: number): number {
  return priority * beyondTimes + created;
}

/** What a place in an order is made of. */
export function valuesOf(order: Order, place: number): number[] {
  if (order !== 'urgency') return [place];
  const priority = Math.floor(place / beyondTimes);
  return [priority, place - priority * beyondTimes];
}

const readySql = `iif(board.status = 'open' AND board.waiting = 0, ${readiness.ready}, ${readiness.not})`;
const facetSql = facets.map((name) => (name === 'ready' ? readySql : `board.${name}`)).join(', ');
const selected = `board.id, board.priority, board.created_at, board.updated_at, ${facetSql}`;
const changedSql = `SELECT c.no, ${selected}
  FROM (SELECT DISTINCT no FROM board_changes WHERE change > ?) c LEFT JOIN board ON board.no = c.no`;

/** Of the changes that are noted, and of everything: a board that was made anew gave its numbers anew. */
const standSql = `SELECT ifnull((SELECT value FROM meta WHERE name = 'generation'), '0'),
  ifnull((SELECT min(change) FROM board_changes), 0), ifnull((SELECT max(change) FROM board_changes), 0)`;
type Stand = [generation: string, first: number, last: number];

/** Rows that are read at once, in some milliseconds. */
const slice = 2_000;

/**
 * The board in memory, a column an array that has an item's value at its number. Whatever is asked, a list walks an order until
 * its page is full: all 100,000 items in a millisecond, with no index on the disk to be kept for it. They take some 15 MB. It
 * follows what its connection sees by the changes that the keeper notes.
 */
export class BoardColumns {
  readonly #statements: Statements;
  readonly #words = new Map<string, number>();
  readonly #orders = perOrder(() => new BoardOrder());
  #facets = facets.map(() => new Int32Array(0));
  #places = perOrder(() => new Float64Array(0));
  #ids: string[] = [];
  /** The greatest number of an item. */
  #last = 0;
  #loaded = false;
  #generation = '';
  #change = 0;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Values by number: 0 where there is no item. */
  facet(name: Facet): Int32Array {
    return this.#facets[facets.indexOf(name)] as Int32Array;
  }

  /** What items are ordered by, by number. */
  places(order: Order): Places {
    return { places: this.#places[order], ids: this.#ids };
  }

  /** The numbers of all items in an order, or of those among `few`. */
  sorted(order: Order, few?: Int32Array): Int32Array {
    const status = this.facet('status');
    const by = this.places(order);
    return few === undefined ? this.#orders[order].sorted(by, this.#last, status) : sortedBy(by, present(few, status));
  }

  get last(): number {
    return this.#last;
  }

  /** Another one as soon as numbers mean other items. */
  get generation(): string {
    return this.#generation;
  }

  /** How a value stands in a column; undefined when no item has it. */
  numberOf(facet: Facet, value: string): number | undefined {
    if (facet === 'status' || facet === 'type') return this.#words.get(value);
    return this.#statements.get<[number]>('SELECT no FROM board_names WHERE name = ?', value)?.[0];
  }

  /** Takes a part of the board into memory; false when all of it is there. */
  load(): boolean {
    this.#stand();
    if (!this.#loaded) this.#loadRows();
    else this.#sortOne();
    return !this.#loaded || orders.some((order) => !this.#orders[order].isSorted);
  }

  /** Brings it to what the connection sees now. */
  catchUp(): void {
    const last = this.#stand();
    while (!this.#loaded) this.#loadRows();
    if (last === this.#change) return;
    for (const row of this.#statements.all(changedSql, this.#change)) this.#put(row);
    this.#change = last;
  }

  /** The last change that is noted. What can't be followed by changes, because there were too many or the board was made anew,
   * is forgotten. */
  #stand(): number {
    const [generation, first, last] = this.#statements.get<Stand>(standSql) as Stand;
    if (generation !== this.#generation || first > this.#change + 1) this.#forget();
    if (!this.#loaded && this.#last === 0) this.#change = last;
    this.#generation = generation;
    return last;
  }

  #loadRows(): void {
    const sql = `SELECT no, ${selected} FROM board WHERE no > ? ORDER BY no LIMIT ${slice}`;
    const rows = this.#statements.all(sql, this.#last);
    for (const row of rows) this.#put(row);
    this.#loaded = rows.length < slice;
  }

  #sortOne(): void {
    const order = orders.find((name) => !this.#orders[name].isSorted);
    if (order !== undefined) this.sorted(order);
  }

  /** A number and what stands there: nulls when the item is gone. */
  #put([no, id, priority, created, updated, ...values]: SQLOutputValue[]): void {
    const at = no as number;
    if (at >= this.#places.urgency.length) this.#makeRoom(2 * at);
    this.#last = Math.max(this.#last, at);
    this.#ids[at] = (id ?? '') as string;
    this.#places.urgency[at] = urgencyOf(priority as number, created as number);
    this.#places.created_at[at] = created as number;
    this.#places.updated_at[at] = updated as number;
    for (let position = 0; position < values.length; position += 1) {
      (this.#facets[position] as Int32Array)[at] = this.#asNumber(values[position]);
    }
    for (const order of orders) this.#orders[order].note(at);
  }

  #asNumber(value: SQLOutputValue | undefined): number {
    if (typeof value !== 'string') return (value ?? 0) as number;
    const known = this.#words.get(value);
    if (known !== undefined) return known;
    this.#words.set(value, this.#words.size + 1);
    return this.#words.size;
  }

  #makeRoom(length: number): void {
    const before = { facets: this.#facets, places: this.#places };
    this.#facets = before.facets.map((column) => longer(column, new Int32Array(length)));
    this.#places = perOrder((order) => longer(before.places[order], new Float64Array(length)));
  }

  #forget(): void {
    this.#facets = facets.map(() => new Int32Array(0));
    this.#places = perOrder(() => new Float64Array(0));
    for (const order of orders) this.#orders[order].forget();
    this.#ids = [];
    this.#last = 0;
    this.#loaded = false;
  }
}

function perOrder<T>(make: (order: Order) => T): Record<Order, T> {
  return { urgency: make('urgency'), created_at: make('created_at'), updated_at: make('updated_at') };
}

function longer<Column extends Int32Array | Float64Array>(before: Column, column: Column): Column {
  column.set(before);
  return column;
}
