import { evidenceOf } from './evidence.ts';
import type { Found } from './show.ts';
import type { WatchedStamps } from './watched-stamps.ts';

const fewest = 3;

/** A giver who stamped one other and nobody else. */
export function singleSubjectOf(stamps: WatchedStamps, given: Int32Array, vertex: number): Found[] {
  const subject = stamps.subjects[given[0] ?? 0] ?? 0;
  if (given.length < fewest || !given.every((at) => stamps.subjects[at] === subject)) return [];
  const seen = `all ${given.length} stamps given are about one rig`;
  return [{ kind: 'single_subject', vertices: [vertex, subject], evidence: evidenceOf(given), of: given.length, seen }];
}
