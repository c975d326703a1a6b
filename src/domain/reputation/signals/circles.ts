import { circlesOf } from './components.ts';
import { evidenceOf, joined } from './evidence.ts';
import { sortInto } from './lists.ts';
import type { Lists } from './lists.ts';
import { closePairs } from './neighbours.ts';
import type { Pairs } from './pairs.ts';
import type { Found } from './show.ts';
import type { SignalKind } from './signal.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** A circle is closed when nine in ten of its stamps come from inside, and at most half of all who have any are in it. */
const inside = 0.9;
const half = 0.5;

/** Rings, dense clusters and closed circles of three or more; a set of rigs that is two of these is named once. */
export function* circles(stamps: WatchedStamps, received: Lists, pairs: Pairs): Steps<Found[]> {
  const rings = yield* circlesOf(yield* mainSupport(stamps, received));
  const clusters = yield* circlesOf(yield* closePairs(pairs));
  const all = yield* circlesOf(pairs.subjects);
  const named = new Set<string>();
  const found: Found[] = [];
  const add = function* (kind: SignalKind, members: number[], wanted: (each: Found) => boolean): Steps<void> {
    const set = members.join(' ');
    if (named.has(set)) return;
    const each = yield* circle(stamps, received, kind, members);
    if (!wanted(each)) return;
    named.add(set);
    found.push(each);
  };
  for (const members of rings) yield* add('ring', members, () => true);
  for (const members of clusters) yield* add('cluster', members, () => true);
  const stamped = countStamped(received);
  for (const members of all) {
    if (members.length > half * stamped) continue;
    yield* add('closed_circle', members, ({ evidence, of }) => evidence.count >= inside * of);
  }
  return found;
}

/** From each vertex to those who have more than half of their stamps from it: everybody has at most one such. */
function* mainSupport(stamps: WatchedStamps, received: Lists): Steps<Lists> {
  const pace = new Pace();
  const from: number[] = [];
  const to: number[] = [];
  for (let subject = 0; subject < received.size; subject += 1) {
    const list = received.of(subject);
    if (pace.did(list.length)) yield;
    const supporter = majorAuthor(stamps, list);
    if (supporter === undefined) continue;
    from.push(supporter);
    to.push(subject);
  }
  return yield* sortInto(received.size, Int32Array.from(from), Int32Array.from(to));
}

function majorAuthor({ authors }: WatchedStamps, list: Int32Array): number | undefined {
  let [candidate, votes] = [-1, 0];
  for (const at of list) {
    const author = authors[at] as number;
    if (votes === 0) candidate = author;
    votes += author === candidate ? 1 : -1;
  }
  const count = list.reduce((sum, at) => sum + (authors[at] === candidate ? 1 : 0), 0);
  return count > list.length / 2 ? candidate : undefined;
}

const words: Partial<Record<SignalKind, string>> = {
  ring: 'each has more than half of its stamps from one other, and these lead round in a circle',
  cluster: 'they deal mostly with the same others, and stamps among them lead from each to each',
  closed_circle: 'nearly all their stamps come from among themselves',
};

function* circle(stamps: WatchedStamps, received: Lists, kind: SignalKind, members: number[]): Steps<Found> {
  const pace = new Pace();
  const isMember = new Set(members);
  let [evidence, of] = [evidenceOf([]), 0];
  for (const member of members) {
    const list = received.of(member);
    const fromInside = list.filter((at) => isMember.has(stamps.authors[at] as number));
    evidence = joined(evidence, evidenceOf(fromInside));
    of += list.length;
    if (pace.did(2 * list.length)) yield;
  }
  const seen = `${members.length} rigs: ${words[kind] ?? ''}; ${evidence.count} of the ${of} stamps about them are by them`;
  return { kind, vertices: members, evidence, of, seen };
}

function countStamped(received: Lists): number {
  let count = 0;
  for (let vertex = 0; vertex < received.size; vertex += 1) if (received.length(vertex) > 0) count += 1;
  return count;
}
