import { maxShown } from './signal.ts';

/** Stamps that show something, by their places in order of time. */
export interface Evidence {
  count: number;
  /** The first of them, at most `maxShown`. */
  first: number[];
  last: number;
}

/** The evidence that a list in order of time is. */
export function evidenceOf(list: ArrayLike<number>): Evidence {
  const first = Array.from({ length: Math.min(list.length, maxShown) }, (_, place) => list[place] as number);
  return { count: list.length, first, last: list[list.length - 1] ?? -1 };
}

/** Both together. */
export function joined(one: Evidence, other: Evidence): Evidence {
  const first = [...one.first, ...other.first].sort((a, b) => a - b).slice(0, maxShown);
  return { count: one.count + other.count, first, last: Math.max(one.last, other.last) };
}
