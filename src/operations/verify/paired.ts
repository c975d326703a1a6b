import { Breath } from '../../ledger/breath.ts';

/** Walks through two sources that have one order: rows that both have come together, the others alone. */
export async function* paired<Kept extends object, Made extends object>(
  kept: AsyncIterable<Kept> | Iterable<Kept>,
  made: Iterable<Made>,
  compare: (kept: Kept, made: Made) => number,
): AsyncGenerator<[Kept, Made] | [Kept, undefined] | [undefined, Made]> {
  const others = made[Symbol.iterator]();
  let other = others.next();
  // An interruption is heard in a breath.
  const breath = new Breath();
  for await (const row of kept) {
    if (breath.due) await breath.take();
    while (!other.done && compare(row, other.value) > 0) {
      yield [undefined, other.value];
      other = others.next();
    }
    if (!other.done && compare(row, other.value) === 0) {
      yield [row, other.value];
      other = others.next();
    } else {
      yield [row, undefined];
    }
  }
  for (; !other.done; other = others.next()) yield [undefined, other.value];
}
