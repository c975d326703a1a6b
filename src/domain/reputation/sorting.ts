import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';

/** As many as take about a millisecond to sort. */
const atOnce = 2_000;

/** `sorted` with others that come in no order, in steps; all are numbers that are compared by what they stand for. */
export function* sortedIn(
  sorted: readonly number[],
  others: readonly number[],
  isBefore: (a: number, b: number) => boolean,
): Steps<number[]> {
  let runs: (readonly number[])[] = [sorted];
  for (let from = 0; from < others.length; from += atOnce) {
    runs.unshift(others.slice(from, from + atOnce).sort((a, b) => (isBefore(a, b) ? -1 : 1)));
    yield;
  }
  while (runs.length > 1) {
    const fewer: (readonly number[])[] = [];
    for (let at = 0; at < runs.length; at += 2) {
      fewer.push(yield* merged(runs[at] as readonly number[], runs[at + 1] ?? [], isBefore));
    }
    runs = fewer;
  }
  return [...(runs[0] as readonly number[])];
}

function* merged(
  one: readonly number[],
  other: readonly number[],
  isBefore: (a: number, b: number) => boolean,
): Steps<readonly number[]> {
  if (other.length === 0) return one;
  const pace = new Pace();
  const all: number[] = [];
  for (let at = 0, place = 0; at < one.length || place < other.length;) {
    const takesOne = place === other.length || (at < one.length && isBefore(one[at] as number, other[place] as number));
    all.push((takesOne ? one[at++] : other[place++]) as number);
    if (pace.did(5)) yield;
  }
  return all;
}
