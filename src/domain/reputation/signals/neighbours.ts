import type { Pairs } from './pairs.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';
import { sortInto } from './lists.ts';
import type { Lists } from './lists.ts';

/** Of each vertex so many neighbours are compared, the lowest numbers: the same choice for all, so a fair sample. */
const compared = 64;
/** Two are close when at least half of all whom they deal with, themselves included, deal with both. */
const close = 0.5;
/** The two and one more: without a third nothing is closed. */
const fewest = 3;

/** The pairs of close vertices, as edges from author to subject. At most 128 comparisons a pair of vertices. */
export function* closePairs({ subjects, authors }: Pairs): Steps<Lists> {
  const pace = new Pace();
  const { size } = subjects;
  const around: Int32Array[] = [];
  for (let vertex = 0; vertex < size; vertex += 1) {
    around.push(neighboursOf(vertex, subjects.of(vertex), authors.of(vertex)));
    if (pace.did((around[vertex]?.length ?? 0) * 2)) yield;
  }
  const from: number[] = [];
  const to: number[] = [];
  for (let author = 0; author < size; author += 1) {
    for (const subject of subjects.of(author)) {
      const [a, b] = [around[author] as Int32Array, around[subject] as Int32Array];
      if (pace.did(Math.min(a.length, b.length))) yield;
      if (!areClose(a, b)) continue;
      from.push(author);
      to.push(subject);
    }
  }
  return yield* sortInto(size, Int32Array.from(from), Int32Array.from(to));
}

/** The vertex itself and whom it deals with, in ascending order, up to `compared`. */
function neighboursOf(vertex: number, out: Int32Array, into: Int32Array): Int32Array {
  const first = [...out.subarray(0, compared), ...into.subarray(0, compared), vertex];
  const all = Int32Array.from(first).sort();
  const found = all.filter((value, at) => at === 0 || value !== all[at - 1]);
  return found.slice(0, compared);
}

/** Whether the share of common neighbours (Jaccard) is high, as far as both lists reach. */
function areClose(a: Int32Array, b: Int32Array): boolean {
  const reach = Math.min(reachOf(a), reachOf(b));
  const whole = reach === Infinity;
  if (whole && Math.min(a.length, b.length) < close * Math.max(a.length, b.length)) return false;
  const [lengthA, lengthB] = [within(a, reach), within(b, reach)];
  let [i, j, common, apart] = [0, 0, 0, 0];
  // As soon as more are apart than can still be common, the rest says nothing.
  while (i < lengthA && j < lengthB && apart <= common + Math.min(lengthA - i, lengthB - j)) {
    const difference = (a[i] as number) - (b[j] as number);
    if (difference === 0) common += 1;
    else apart += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  apart += lengthA - i + (lengthB - j);
  return common >= fewest && common >= close * (common + apart);
}

/** How many of a list are at most `reach`. */
function within(list: Int32Array, reach: number): number {
  let length = list.length;
  while (length > 0 && (list[length - 1] as number) > reach) length -= 1;
  return length;
}

/** The number up to which a list is complete. */
function reachOf(list: Int32Array): number {
  return list.length < compared ? Infinity : (list[compared - 1] as number);
}
