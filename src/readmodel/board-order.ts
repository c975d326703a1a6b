/** What the items of a board stand in an order by: their places, and where those are the same their ids, both by number. */
export interface Places {
  places: Float64Array;
  ids: readonly string[];
}

/** The numbers of all items in one order, kept so while items change. */
export class BoardOrder {
  #sorted: Int32Array | undefined;
  readonly #changed = new Set<number>();

  /** An item has come, changed or gone. */
  note(no: number): void {
    if (this.#sorted !== undefined) this.#changed.add(no);
  }

  /** Begins anew. */
  forget(): void {
    this.#sorted = undefined;
    this.#changed.clear();
  }

  get isSorted(): boolean {
    return this.#sorted !== undefined;
  }

  /** The numbers of all items, which are those up to `last` that have a status. */
  sorted(by: Places, last: number, status: Int32Array): Int32Array {
    if (this.#sorted === undefined) {
      this.#sorted = sortedBy(by, present(numbersTo(last), status));
    } else if (this.#changed.size > 0) {
      const changed = Int32Array.from(this.#changed);
      const coming = sortedBy(by, present(changed, status));
      this.#sorted = merged(by, without(this.#sorted, changed, last), coming);
    }
    this.#changed.clear();
    return this.#sorted;
  }
}

/** Those of the numbers that have an item. */
export function present(numbers: Int32Array, status: Int32Array): Int32Array {
  const left = new Int32Array(numbers.length);
  let count = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const no = numbers[at] as number;
    if (status[no] !== 0) left[count++] = no;
  }
  return left.subarray(0, count);
}

function numbersTo(last: number): Int32Array {
  const numbers = new Int32Array(last);
  for (let at = 0; at < last; at += 1) numbers[at] = at + 1;
  return numbers;
}

function without(numbers: Int32Array, some: Int32Array, last: number): Int32Array {
  const isThere = new Int32Array(last + 1).fill(1);
  for (const no of some) isThere[no] = 0;
  return present(numbers, isThere);
}

/** Sorted numbers with others, sorted too, in their places between them. */
function merged(by: Places, numbers: Int32Array, coming: Int32Array): Int32Array {
  const all = new Int32Array(numbers.length + coming.length);
  let from = 0;
  for (const [before, no] of coming.entries()) {
    const to = countBefore(numbers, by, by.places[no] as number, by.ids[no] as string, false);
    all.set(numbers.subarray(from, to), from + before);
    all[to + before] = no;
    from = to;
  }
  all.set(numbers.subarray(from), from + coming.length);
  return all;
}

/** The numbers sorted: their places first, as plain values, which takes a fraction of what it takes with a function to compare. */
export function sortedBy({ places, ids }: Places, numbers: Int32Array): Int32Array {
  const ranks = new Float64Array(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) ranks[at] = places[numbers[at] as number] as number;
  ranks.sort();
  const sorted = new Int32Array(numbers.length);
  const sharing = new Int32Array(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) {
    const no = numbers[at] as number;
    const rank = firstAt(ranks, places[no] as number);
    sorted[rank + (sharing[rank] as number)] = no;
    sharing[rank] = (sharing[rank] as number) + 1;
  }
  for (let rank = 0; rank < sorted.length; rank += 1) {
    const count = sharing[rank] as number;
    if (count < 2) continue;
    sorted.subarray(rank, rank + count).sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1));
  }
  return sorted;
}

/** Where a value stands first among sorted ones. */
function firstAt(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of sorted numbers stand in front of a place and an id, or right there when `through`. */
export function countBefore(sorted: Int32Array, by: Places, place: number, id: string, through: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const stands = compare(by, sorted[middle] as number, place, id);
    if (stands < 0 || (through && stands === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How an item stands to a place and an id: below 0 in front of them. */
function compare({ places, ids }: Places, no: number, place: number, id: string): number {
  const own = places[no] as number;
  if (own !== place) return own - place;
  const ownId = ids[no] as string;
  return ownId === id ? 0 : ownId < id ? -1 : 1;
}
