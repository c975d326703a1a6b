import type { Statements } from './statements.ts';

/** A set of items by their numbers: a SELECT of `no` from something with `value` bound, to which further conditions can be added. */
export interface NumberSet {
  sql: string;
  value: string;
}

/** Who is in a set. */
export interface Numbers {
  /** A bit for each number. */
  bits: Uint8Array;
  /** Where they are few: the numbers. */
  few?: Int32Array;
}

/** Sets of so many and more are kept; fewer are read again in less than a millisecond, and sorted for a page. */
const many = 1_000;

/** Bytes that all kept sets may take together: a stranger can ask for anything. */
const mostBytes = 16_000_000;

interface Kept {
  /** A bit for each number. */
  bits: Uint8Array;
  /** Up to this number it is known who is in the set. */
  upTo: number;
}

/**
 * Sets of items that tags, skills and words are for. What stands under a number stays as it is (`board-schema.ts`), so a set
 * that was read once only misses the numbers given since.
 */
export class BoardSets {
  readonly #statements: Statements;
  readonly #many: number;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  #generation = '';

  constructor(statements: Statements, least = many) {
    this.#statements = statements;
    this.#many = least;
  }

  /** Forgets what was kept of a board that has been made anew. */
  belongTo(generation: string): void {
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.#kept.clear();
    this.#bytes = 0;
  }

  /** Who of the numbers up to `last` is in a set; undefined when nobody is. */
  read({ sql, value }: NumberSet, last: number): Numbers | undefined {
    const name = JSON.stringify([sql, value]);
    const known = this.#kept.get(name);
    // Numbers are bound as floating ones, which the full-text index takes for no bound at all.
    const listed = `SELECT group_concat(no) FROM (${sql} AND no > CAST(? AS INTEGER))`;
    const list = this.#statements.get<[string | null]>(listed, value, known?.upTo ?? 0)?.[0] ?? '';
    const numbers = numbersOf(list, last);
    if (known === undefined && numbers.length === 0) return undefined;
    const bits = longEnough(known?.bits, last);
    for (const no of numbers) bits[no >> 3] = (bits[no >> 3] as number) | (1 << (no & 7));
    if (known === undefined && numbers.length < this.#many) return { bits, few: numbers };
    this.#keep(name, { bits, upTo: last });
    return { bits };
  }

  /** At the end, as the one that was in use last; the first go when all take too much. */
  #keep(name: string, set: Kept): void {
    this.#drop(name);
    this.#kept.set(name, set);
    this.#bytes += set.bits.length;
    for (const first of this.#kept.keys()) {
      if (this.#bytes <= mostBytes) return;
      this.#drop(first);
    }
  }

  #drop(name: string): void {
    this.#bytes -= this.#kept.get(name)?.bits.length ?? 0;
    this.#kept.delete(name);
  }
}

/** The bits, with room for a number and some more. */
function longEnough(bits: Uint8Array | undefined, last: number): Uint8Array {
  const needed = (last >> 3) + 1;
  if (bits !== undefined && bits.length >= needed) return bits;
  const longer = new Uint8Array(needed + (needed >> 3));
  if (bits !== undefined) longer.set(bits);
  return longer;
}

/** The numbers in a list with commas; those beyond the last are of items that came meanwhile. */
function numbersOf(list: string, last: number): Int32Array {
  const numbers = new Int32Array((list.length >> 1) + 1);
  let count = 0;
  let number = 0;
  for (let at = 0; at <= list.length; at += 1) {
    const code = list.charCodeAt(at);
    if (code >= zero) {
      number = number * 10 + code - zero;
    } else {
      if (number > 0 && number <= last) numbers[count++] = number;
      number = 0;
    }
  }
  return numbers.subarray(0, count);
}

const zero = 48;
