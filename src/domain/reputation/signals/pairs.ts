import { sortInto } from './lists.ts';
import type { Lists } from './lists.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** Who stamped whom, each pair once. */
export interface Pairs {
  /** Of each vertex those whom it stamped, and those who stamped it; both in ascending order. */
  subjects: Lists;
  authors: Lists;
}

/** The pairs of all stamps; `received` has the stamps of each subject. Linear. */
export function* pairsOf(stamps: WatchedStamps, received: Lists): Steps<Pairs> {
  const pace = new Pace();
  const size = stamps.groups.length;
  const authors = new Int32Array(stamps.size);
  const subjects = new Int32Array(stamps.size);
  const lastSubject = new Int32Array(size).fill(-1);
  let count = 0;
  for (let subject = 0; subject < size; subject += 1) {
    for (const at of received.of(subject)) {
      const author = stamps.authors[at] as number;
      if (pace.did(1)) yield;
      if (lastSubject[author] === subject) continue;
      lastSubject[author] = subject;
      authors[count] = author;
      subjects[count] = subject;
      count += 1;
    }
  }
  // Subjects came in ascending order, so their lists do, and turned round so do those of the authors.
  const bySubject = yield* sortInto(size, authors.subarray(0, count), subjects.subarray(0, count));
  return { subjects: bySubject, authors: yield* turned(bySubject, count) };
}

function* turned(edges: Lists, count: number): Steps<Lists> {
  const pace = new Pace();
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  let at = 0;
  for (let vertex = 0; vertex < edges.size; vertex += 1) {
    for (const next of edges.of(vertex)) {
      from[at] = vertex;
      to[at] = next;
      at += 1;
      if (pace.did(1)) yield;
    }
  }
  return yield* sortInto(edges.size, to, from);
}
