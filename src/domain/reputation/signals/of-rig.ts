import { Agreement } from './agreement.ts';
import { habitsOf } from './audit.ts';
import { sortInto } from './lists.ts';
import { shown } from './show.ts';
import type { Signal } from './signal.ts';
import { runAll } from '../steps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/**
 * What the stamps around one rig show about it: `stamps` holds those that it gave and received, and those of others on what
 * it stamped. For few of them, at once; circles of three and more are seen by the audit of all only.
 */
export function signalsOf(stamps: WatchedStamps, rig: string): Signal[] {
  const vertex = stamps.vertex(rig);
  if (vertex === undefined) return [];
  const size = stamps.groups.length;
  const given = runAll(sortInto(size, stamps.authors.subarray(0, stamps.size))).of(vertex);
  const received = runAll(sortInto(size, stamps.subjects.subarray(0, stamps.size)));
  const agreement = new Agreement(stamps);
  for (const subject of new Set(given.map((at) => stamps.subjects[at] as number))) {
    runAll(agreement.compare(received.of(subject)));
  }
  const found = habitsOf(stamps, given, received.of(vertex), vertex);
  return [...found, ...agreement.foundOf(vertex, given.length)].map((each) => shown(stamps, each));
}
