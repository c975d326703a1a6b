import { StampBook } from '../../../src/domain/reputation/stamp-book.ts';
import { TrustGraph } from '../../../src/domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../../../src/domain/reputation/weights.ts';
import type { Chance } from './chance.ts';
import { partsOf } from './explanations.ts';
import { reputationsIn } from './packed.ts';
import type { TrustWorld } from './trust-world.ts';

/** All that follows from a world whose statements arrive in an order of chance's: weights, paths, explanations. Some vouches
 * and groups come that are taken back later, as a projection does when it learns more. */
export function afterArrival(world: TrustWorld, chance: Chance): string {
  const graph = arrive(world, chance);
  const groupOf = (rig: string): string => graph.groupOf(rig);
  const weights = weigh(graph, { roots: chance.shuffled(world.roots), damping: defaultDamping });
  const about = Map.groupBy(chance.shuffled(world.stamps), ({ subject }) => subject);
  const book = new StampBook();
  for (const [subject, stamps] of about) book.put(subject, stamps);
  return JSON.stringify({
    weights: [...weights.entries()],
    paths: world.rigs.map((rig) => weights.path(rig) ?? null),
    explanations: world.rigs.map((rig) => partsOf(about.get(rig) ?? [], { weights, groupOf })),
    all: reputationsIn(book, { weights, groupOf }).sort(([a], [b]) => (a < b ? -1 : 1)),
  });
}

function arrive({ rigs, groups, vouches }: TrustWorld, chance: Chance): TrustGraph {
  const graph = new TrustGraph();
  const stands = new Set(vouches.map((pair) => pair.join(' ')));
  const detours = Array.from({ length: rigs.length }, (): [string, string] => [chance.from(rigs), chance.from(rigs)]);
  const passing = detours.filter((pair) => !stands.has(pair.join(' ')));
  const steps = [
    ...vouches.map(
      ([giver, subject]) =>
        () =>
          graph.vouch(giver, subject),
    ),
    ...passing.map(
      ([giver, subject]) =>
        () =>
          graph.vouch(giver, subject),
    ),
    ...detours.map(
      ([rig, group]) =>
        () =>
          graph.group(rig, group),
    ),
  ];
  const settled = new Map(groups);
  const last = [
    ...passing.map(
      ([giver, subject]) =>
        () =>
          graph.unvouch(giver, subject),
    ),
    ...rigs.map((rig) => () => graph.group(rig, settled.get(rig) ?? rig)),
  ];
  for (const step of [...chance.shuffled(steps), ...chance.shuffled(last)]) step();
  return graph;
}
