import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';

/** Numbers in one list for each vertex, in one array. */
export class Lists {
  readonly #starts: Int32Array;
  readonly #items: Int32Array;

  constructor(starts: Int32Array, items: Int32Array) {
    this.#starts = starts;
    this.#items = items;
  }

  /** How many lists there are. */
  get size(): number {
    return this.#starts.length - 1;
  }

  of(vertex: number): Int32Array {
    return this.#items.subarray(this.#starts[vertex], this.#starts[vertex + 1]);
  }

  length(vertex: number): number {
    return (this.#starts[vertex + 1] ?? 0) - (this.#starts[vertex] ?? 0);
  }
}

/** Sorts `values` into the lists of their vertices; each list keeps the order that they come in. Linear. */
export function* sortInto(size: number, owners: Int32Array | Uint32Array, values?: Int32Array): Steps<Lists> {
  const pace = new Pace();
  const starts = new Int32Array(size + 1);
  for (const owner of owners) {
    starts[owner + 1] = (starts[owner + 1] ?? 0) + 1;
    if (pace.did(0)) yield;
  }
  for (let vertex = 0; vertex < size; vertex += 1) {
    starts[vertex + 1] = (starts[vertex + 1] ?? 0) + (starts[vertex] ?? 0);
  }
  const next = starts.slice();
  const items = new Int32Array(owners.length);
  for (let at = 0; at < owners.length; at += 1) {
    const owner = owners[at] as number;
    const place = next[owner] as number;
    items[place] = values === undefined ? at : (values[at] as number);
    next[owner] = place + 1;
    if (pace.did(0)) yield;
  }
  return new Lists(starts, items);
}
