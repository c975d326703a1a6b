import { reputationOf } from '../../../src/domain/reputation/scores.ts';
import type { StampScores } from '../../../src/domain/reputation/scores.ts';
import type { TrustGraph } from '../../../src/domain/reputation/trust-graph.ts';
import { defaultDamping } from '../../../src/domain/reputation/weights.ts';
import type { Weights } from '../../../src/domain/reputation/weights.ts';
import { dimensions } from '../../../src/wire/words.ts';
import { Chance } from './chance.ts';
import { flatStamp, graphOf, honestWorld, weightsOf } from './trust-world.ts';
import type { TrustWorld } from './trust-world.ts';

/** Sybils who vouch for each other in a circle and across it, so that what comes in stays in, and praise each other. */
export interface Ring {
  members: string[];
  vouches: [string, string][];
  stamps: StampScores[];
}

export function ringOf(size: number, chance: Chance): Ring {
  const members = Array.from({ length: size }, () => chance.name('r'));
  const next = (place: number): string => members[(place + 1) % size] as string;
  const vouches = members.flatMap((member, place): [string, string][] => [
    [member, next(place)],
    [member, chance.from(members)],
  ]);
  const stamps = members.map((member, place) => flatStamp(chance, member, next(place), 5));
  return { members, vouches, stamps };
}

/** The world with a ring in it, and whatever else those sybils can do alone: vouch for honest rigs and judge them. */
function joined(world: TrustWorld, ring: Ring, chance: Chance): TrustWorld {
  const outward = ring.members.map((member): [string, string] => [member, chance.from(world.rigs)]);
  return {
    ...world,
    rigs: [...world.rigs, ...ring.members],
    vouches: [...world.vouches, ...ring.vouches, ...outward],
    stamps: [...world.stamps, ...ring.stamps, ...outward.map(([from, to]) => flatStamp(chance, from, to, 1))],
  };
}

/** How many numbers are not, to the bit, what they are without a ring that no honest rig vouches for. */
export function ringChanges(seed: number, size: number): number {
  const chance = new Chance(seed);
  const world = honestWorld(chance);
  const ring = ringOf(size, chance);
  const before = everything(world, [...world.rigs, ...ring.members]);
  const after = everything(joined(world, ring, chance), [...world.rigs, ...ring.members]);
  return before.filter((value, place) => !Object.is(value, after[place])).length;
}

/** Weight, mass, and all that reputation says, of these rigs. */
function everything(world: TrustWorld, rigs: readonly string[]): number[] {
  const weights = weightsOf(world);
  const graph = graphOf(world);
  const about = Map.groupBy(world.stamps, ({ subject }) => subject);
  return rigs.flatMap((rig) => {
    const reputation = reputationOf(about.get(rig) ?? [], weights, (id) => graph.groupOf(id));
    const marks = dimensions.map((dimension) => reputation[dimension]);
    return [
      weights.of(rig),
      weights.mass(rig),
      ...marks.flatMap(({ mean, uncertainty, lower }) => [mean, uncertainty, lower]),
    ];
  });
}

/** A world where `m` honest vouches lead into a ring. */
interface Invaded {
  world: TrustWorld;
  ring: Ring;
  graph: TrustGraph;
  weights: Weights;
  chance: Chance;
}

function invaded(seed: number, size: number): Invaded {
  const chance = new Chance(seed);
  const honest = honestWorld(chance);
  const givers = Array.from({ length: chance.between(1, 10) }, () => chance.from(honest.rigs));
  // Drawn after all that has to be alike for rings of every size.
  const ring = ringOf(size, chance);
  const bridges = givers.map((giver, place): [string, string] => [giver, ring.members[place % size] as string]);
  const world = { ...honest, vouches: [...honest.vouches, ...ring.vouches, ...bridges] };
  return { world, ring, graph: graphOf(world), weights: weightsOf(world), chance };
}

/** The mass that a ring gets, and d/(1−d) of what flows in over honest vouches. */
export function invasion(seed: number, size: number): { mass: number; bound: number } {
  const { world, ring, graph, weights } = invaded(seed, size);
  const members = new Set(ring.members);
  const honest = new Set(world.rigs.map((rig) => graph.groupOf(rig)));
  const inflow = [...honest].map((group) => {
    const subjects = graph.vouchesOf(group);
    const into = subjects.filter((subject) => members.has(subject)).length;
    return into === 0 ? 0 : (weights.mass(group) * into) / subjects.length;
  });
  const mass = sum(ring.members.map((member) => weights.mass(member)));
  return { mass, bound: (defaultDamping / (1 - defaultDamping)) * sum(inflow) };
}

/** How far a ring's slander moves an honest subject's mean, and M/(E + 2 + M), the worst of the dimensions. */
export function slander(seed: number): { shift: number; bound: number } {
  const { world, ring, graph, weights, chance } = invaded(seed, new Chance(seed).between(1, 50));
  const subject = chance.from(world.rigs);
  const about = world.stamps.filter((stamp) => stamp.subject === subject);
  const insults = ring.members.flatMap((member) =>
    Array.from({ length: chance.between(1, 4) }, () => flatStamp(chance, member, subject, 1)),
  );
  const groupOf = (rig: string): string => graph.groupOf(rig);
  const before = reputationOf(about, weights, groupOf);
  const after = reputationOf([...about, ...insults], weights, groupOf);
  const most = (2 * sum(ring.members.map((member) => weights.mass(member)))) / typicalMass(world, graph, weights);
  const cases = dimensions.map((dimension) => {
    const evidence = before[dimension].alpha + before[dimension].beta - 2;
    const shift = Math.abs(after[dimension].mean - before[dimension].mean);
    return { shift, bound: most / (evidence + 2 + most) };
  });
  return cases.reduce((worst, each) => (each.shift - each.bound > worst.shift - worst.bound ? each : worst));
}

/** The unit of weights, by its words. */
function typicalMass(world: TrustWorld, graph: TrustGraph, weights: Weights): number {
  const roots = [...new Set(world.roots.map((root) => graph.groupOf(root)))];
  const trusted = [...new Set(roots.flatMap((root) => graph.vouchesOf(root)))];
  const masses = (trusted.length > 0 ? trusted : roots).map((group) => weights.mass(group)).sort((a, b) => a - b);
  return masses[trusted.length > 0 ? Math.ceil(masses.length / 2) - 1 : 0] as number;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
