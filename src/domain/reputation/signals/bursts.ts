import { evidenceOf } from './evidence.ts';
import type { Found } from './show.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** So many stamps within so many milliseconds are a burst: more than anybody reviews carefully in an hour. */
const fewest = 10;
const span = 3_600_000;

/** The hour with the most stamps among those of one giver, or about one rig, when it has many. */
export function burstOf(stamps: WatchedStamps, list: Int32Array, vertex: number, role: 'given' | 'received'): Found[] {
  let [first, best, bestFirst] = [0, 0, 0];
  for (let last = 0; last < list.length; last += 1) {
    while (timeOf(stamps, list, last) - timeOf(stamps, list, first) > span) first += 1;
    if (last - first + 1 > best) [best, bestFirst] = [last - first + 1, first];
  }
  if (best < fewest) return [];
  const at = list.subarray(bestFirst, bestFirst + best);
  const seen = `${best} of the ${list.length} stamps ${role} came within one hour`;
  return [{ kind: 'burst', vertices: [vertex], evidence: evidenceOf(at), of: list.length, seen }];
}

function timeOf(stamps: WatchedStamps, list: Int32Array, position: number): number {
  return stamps.times[list[position] as number] as number;
}
