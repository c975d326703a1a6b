import { evidenceOf } from './evidence.ts';
import type { Found } from './show.ts';
import type { WatchedStamps } from './watched-stamps.ts';

const fewest = 10;

/** A giver who is never in any doubt. */
export function fullConfidenceOf(stamps: WatchedStamps, given: Int32Array, vertex: number): Found[] {
  if (given.length < fewest || !given.every((at) => stamps.sure[at] === 1)) return [];
  const seen = `all ${given.length} stamps given have a confidence of 1`;
  return [{ kind: 'full_confidence', vertices: [vertex], evidence: evidenceOf(given), of: given.length, seen }];
}
