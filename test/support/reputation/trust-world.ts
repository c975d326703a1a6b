import type { StampScores } from '../../../src/domain/reputation/scores.ts';
import { TrustGraph } from '../../../src/domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../../../src/domain/reputation/weights.ts';
import type { Weights } from '../../../src/domain/reputation/weights.ts';
import { dimensions } from '../../../src/wire/words.ts';
import type { Chance } from './chance.ts';

/** Who vouches for whom, who belongs together, and what they said of each other's work. */
export interface TrustWorld {
  roots: string[];
  rigs: string[];
  /** Rig and group. */
  groups: [string, string][];
  /** Giver and subject. */
  vouches: [string, string][];
  stamps: StampScores[];
}

/** A world of 5 to 60 rigs under 1 to 3 roots, of whom some are out of every root's reach. */
export function honestWorld(chance: Chance): TrustWorld {
  const rigs = Array.from({ length: chance.between(5, 60) }, () => chance.name('r'));
  const roots = rigs.slice(0, chance.between(1, 3));
  const vouches = rigs.flatMap((rig) =>
    Array.from({ length: chance.between(roots.includes(rig) ? 2 : 0, 5) }, (): [string, string] => [
      rig,
      chance.from(rigs),
    ]),
  );
  const stamps = rigs.flatMap((subject) =>
    Array.from({ length: chance.between(0, 8) }, () => randomStamp(chance, chance.from(rigs), subject)),
  );
  return { roots, rigs, vouches, stamps, groups: chance.oneIn(2) ? pairs(rigs) : [] };
}

/** The last four rigs, as two owners of two. */
function pairs(rigs: string[]): [string, string][] {
  const [a = '', b = '', c = '', d = ''] = rigs.slice(-4);
  const couple = (one: string, other: string): [string, string][] => {
    const least = one < other ? one : other;
    return [
      [one, least],
      [other, least],
    ];
  };
  return [...couple(a, b), ...couple(c, d)];
}

/** A stamp with one to three dimensions. */
export function randomStamp(chance: Chance, author: string, subject: string): StampScores {
  const given = chance.shuffled(dimensions).slice(0, chance.between(1, 3));
  const marks = given.map((dimension) => {
    return [dimension, { score: chance.between(2, 10) / 2, confidence: chance.between(0, 100) / 100 }];
  });
  return { stamp: chance.name('s-'), author, subject, dimensions: Object.fromEntries(marks) };
}

/** A stamp that gives every dimension the same, with full confidence. */
export function flatStamp(chance: Chance, author: string, subject: string, score: number): StampScores {
  const marks = dimensions.map((dimension) => [dimension, { score, confidence: 1 }]);
  return { stamp: chance.name('s-'), author, subject, dimensions: Object.fromEntries(marks) };
}

export function graphOf(world: TrustWorld): TrustGraph {
  const graph = new TrustGraph();
  for (const [rig, group] of world.groups) graph.group(rig, group);
  for (const [giver, subject] of world.vouches) graph.vouch(giver, subject);
  return graph;
}

export function weightsOf(world: TrustWorld): Weights {
  return weigh(graphOf(world), { roots: world.roots, damping: defaultDamping });
}
