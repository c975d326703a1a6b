import type { StampScores } from './scores.ts';

/** By stamp id. */
export function inOrder(stamps: Iterable<StampScores>): StampScores[] {
  return [...stamps].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
}
