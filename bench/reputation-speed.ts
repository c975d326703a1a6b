import { createHash } from 'node:crypto';
import { reputationOf } from '../src/domain/reputation/scores.ts';
import type { StampScores } from '../src/domain/reputation/scores.ts';
import { StampBook } from '../src/domain/reputation/stamp-book.ts';
import { runAll } from '../src/domain/reputation/steps.ts';
import { TrustGraph } from '../src/domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../src/domain/reputation/weights.ts';
import type { Weights } from '../src/domain/reputation/weights.ts';
import { Chance } from '../test/support/reputation/chance.ts';
import { randomStamp } from '../test/support/reputation/trust-world.ts';
import { median } from './measure.ts';

export interface Speed {
  /** Milliseconds, medians. */
  scratch: number;
  stamp: number;
  vouch: number;
  /** The worst that one more vouch took: the event loop waits for it. */
  worstVouch: number;
  /** The additions of a weighing, alone and in the order of memory. */
  plain: number;
}

const validators = 10_000;
const vouches = 127_000;
const stampsEach = 100;
const rounds = 15;

/** How long reputation takes over 10,000 validators, 127,000 vouches and 1,000,000 stamps that are in memory already. */
export function measureSpeed(seed: number): Speed {
  const chance = new Chance(seed);
  const rigs = Array.from({ length: validators }, (_, number) =>
    createHash('sha256').update(`${seed} ${number}`).digest('base64url'),
  );
  const graph = randomGraph(chance, rigs);
  const book = new StampBook();
  for (const subject of rigs) book.put(subject, stampsAbout(chance, rigs, subject));
  // The others are packed only: a million objects would have the collector measured.
  const growing = rigs.slice(0, 200).map((subject) => stampsAbout(chance, rigs, subject));
  const groupOf = (rig: string): string => graph.groupOf(rig);
  const weighed = (): Weights => weigh(graph, { roots: rigs.slice(0, 3), damping: defaultDamping });

  const weights = weighed();
  const scratch = times(5, () => {
    let subjects = 0;
    runAll(book.reputations({ weights: weighed(), groupOf }, () => subjects++));
    if (subjects !== validators) throw new Error(`${subjects} subjects`);
  });
  const stamp = times(growing.length, (round) => {
    const subject = rigs[round] as string;
    const stamps = growing[round] as StampScores[];
    stamps.push(randomStamp(chance, chance.from(rigs), subject));
    book.put(subject, stamps);
    reputationOf(stamps, weights, groupOf);
  });
  const vouch = times(rounds, (round) => {
    graph.vouch(chance.from(rigs), `newcomer ${round}`);
    weighed();
  });
  return {
    scratch: median(scratch),
    stamp: median(stamp),
    vouch: median(vouch),
    worstVouch: Math.max(...vouch),
    plain: median(times(rounds, plainAdditions)),
  };
}

/** Some are trusted by many, most by few. */
function randomGraph(chance: Chance, rigs: readonly string[]): TrustGraph {
  const graph = new TrustGraph();
  const given = new Set<string>();
  while (given.size < vouches) {
    const giver = chance.from(rigs);
    const subject = rigs[Math.floor(chance.next() ** 2 * rigs.length)] as string;
    if (giver === subject) continue;
    graph.vouch(giver, subject);
    given.add(`${giver} ${subject}`);
  }
  return graph;
}

function stampsAbout(chance: Chance, rigs: readonly string[], subject: string): StampScores[] {
  return Array.from({ length: stampsEach }, () => randomStamp(chance, chance.from(rigs), subject));
}

function plainAdditions(): void {
  const held = new Float64Array(validators).fill(1);
  const inflow = new Float64Array(validators);
  for (let round = 0; round < 50; round++) {
    for (let edge = 0, to = 0; edge < vouches; edge++, to = to + 1 === validators ? 0 : to + 1) {
      inflow[to] = (inflow[to] as number) + (held[to] as number);
    }
  }
}

function times(count: number, work: (round: number) => void): number[] {
  return Array.from({ length: count }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  });
}
