import { Agreement } from './agreement.ts';
import { burstOf } from './bursts.ts';
import { circles } from './circles.ts';
import { fullConfidenceOf } from './full-confidence.ts';
import { identicalScoresOf } from './identical-scores.ts';
import { sortInto } from './lists.ts';
import type { Lists } from './lists.ts';
import { pairsOf } from './pairs.ts';
import { reciprocityOf } from './reciprocity.ts';
import { shown } from './show.ts';
import type { Found } from './show.ts';
import { signalKinds } from './signal.ts';
import type { Signal, SignalKind } from './signal.ts';
import { singleSubjectOf } from './single-subject.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** Of each kind so many are shown, those with the most stamps first. */
const maxOfKind = 100;

export interface Audit {
  stamps: number;
  /** Owner groups that gave or received any. */
  groups: number;
  /** How many signals there are of each kind, shown or not. */
  counts: Record<SignalKind, number>;
  signals: Signal[];
  /** The rings, clusters and closed circles that owner groups are in, by their ids, shown or not. */
  circles: ReadonlyMap<string, Signal[]>;
}

/**
 * Looks at all stamps together. Linear but for the comparison of neighbourhoods, which is at most 128 steps for each pair of
 * rigs. The stamps must not change meanwhile.
 */
export function* audit(stamps: WatchedStamps): Steps<Audit> {
  const size = stamps.groups.length;
  const given = yield* sortInto(size, stamps.authors.subarray(0, stamps.size));
  const received = yield* sortInto(size, stamps.subjects.subarray(0, stamps.size));
  const pairs = yield* pairsOf(stamps, received);
  const round = yield* circles(stamps, received, pairs);
  const all = [...round, ...(yield* habits(stamps, given, received))];
  const counts = Object.fromEntries(signalKinds.map((kind) => [kind, 0])) as Record<SignalKind, number>;
  for (const { kind } of all) counts[kind] += 1;
  const signals = signalKinds.flatMap((kind) => strongest(all.filter((found) => found.kind === kind)));
  return {
    stamps: stamps.size,
    groups: size,
    counts,
    signals: signals.map((found) => shown(stamps, found)),
    circles: byMember(stamps, round),
  };
}

function byMember(stamps: WatchedStamps, round: readonly Found[]): Map<string, Signal[]> {
  const circlesOf = new Map<string, Signal[]>();
  for (const found of round) {
    const signal = shown(stamps, found);
    for (const vertex of found.vertices) {
      const group = stamps.groups[vertex] as string;
      circlesOf.set(group, [...(circlesOf.get(group) ?? []), signal]);
    }
  }
  return circlesOf;
}

/** What single rigs and pairs show. */
function* habits(stamps: WatchedStamps, given: Lists, received: Lists): Steps<Found[]> {
  const pace = new Pace();
  const found: Found[] = [];
  const agreement = new Agreement(stamps);
  const pairs = new Set<string>();
  for (let vertex = 0; vertex < given.size; vertex += 1) {
    const [out, into] = [given.of(vertex), received.of(vertex)];
    found.push(...habitsOf(stamps, out, into, vertex).filter((each) => isNew(pairs, each)));
    yield* agreement.compare(into);
    if (pace.did(10 * (out.length + into.length))) yield;
  }
  return [...found, ...agreement.found(given)];
}

/** What one rig's own stamps show, given and received: in time proportional to them. */
export function habitsOf(stamps: WatchedStamps, given: Int32Array, received: Int32Array, vertex: number): Found[] {
  return [
    ...reciprocityOf(stamps, given, received, vertex),
    ...burstOf(stamps, given, vertex, 'given'),
    ...burstOf(stamps, received, vertex, 'received'),
    ...identicalScoresOf(stamps, given, vertex),
    ...fullConfidenceOf(stamps, given, vertex),
    ...singleSubjectOf(stamps, given, vertex),
  ];
}

/** Both of a pair may have found it. */
function isNew(pairs: Set<string>, { kind, vertices }: Found): boolean {
  if (kind !== 'reciprocity') return true;
  const pair = [...vertices].sort((a, b) => a - b).join(' ');
  if (pairs.has(pair)) return false;
  pairs.add(pair);
  return true;
}

function strongest(found: Found[]): Found[] {
  return found
    .sort((a, b) => b.evidence.count - a.evidence.count || (a.vertices[0] ?? 0) - (b.vertices[0] ?? 0))
    .slice(0, maxOfKind);
}
