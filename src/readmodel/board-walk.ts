/** What an item must have, looked up by its number. */
export interface Tests {
  values: { column: Int32Array; value: number }[];
  /** A bit for each number. */
  sets: Uint8Array[];
}

/** Numbers that one test after the other goes through, in a loop without a jump for each. */
const atOnce = 1024;

/** The first `count` numbers that pass all tests, from one position of sorted numbers to the end, or `backwards` to the beginning. */
export function walk(sorted: Int32Array, from: number, backwards: boolean, count: number, tests: Tests): number[] {
  const found: number[] = [];
  const some = new Int32Array(atOnce);
  const step = backwards ? -1 : 1;
  const end = backwards ? -1 : sorted.length;
  for (let at = from; at !== end && found.length < count;) {
    let left = 0;
    for (; at !== end && left < atOnce; at += step) some[left++] = sorted[at] as number;
    for (const { column, value } of tests.values) left = withValue(some, left, column, value);
    for (const bits of tests.sets) left = withBit(some, left, bits);
    for (let next = 0; next < left && found.length < count; next += 1) found.push(some[next] as number);
  }
  return found;
}

/** Moves those that have a value in a column to the front, and says how many. */
function withValue(numbers: Int32Array, length: number, column: Int32Array, value: number): number {
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const no = numbers[at] as number;
    numbers[count] = no;
    count += column[no] === value ? 1 : 0;
  }
  return count;
}

/** Moves those whose bit is set to the front, and says how many. */
function withBit(numbers: Int32Array, length: number, bits: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const no = numbers[at] as number;
    numbers[count] = no;
    count += ((bits[no >> 3] as number) >> (no & 7)) & 1;
  }
  return count;
}
