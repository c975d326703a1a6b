import { explain, partsOf, startingMean } from '../../../src/domain/reputation/explain.ts';
import { dimensions } from '../../../src/wire/event.ts';
import { Chance } from './chance.ts';
import { graphOf, honestWorld, weightsOf } from './trust-world.ts';

/** For each explanation of a random world: by how much its parts miss the score (mean, alpha or beta, whichever is worst). */
export function explanationGaps(seed: number): number[] {
  const world = honestWorld(new Chance(seed));
  const graph = graphOf(world);
  const weights = weightsOf(world);
  const about = Map.groupBy(world.stamps, ({ subject }) => subject);
  return [...about.values()].map((stamps) => {
    const explanation = explain(stamps, weights, (rig) => graph.groupOf(rig));
    const gaps = dimensions.flatMap((dimension) => {
      const { mean, alpha, beta } = explanation.reputation[dimension];
      const parts = partsOf(explanation, dimension);
      const total = (of: 'share' | 'r' | 's'): number => parts.reduce((sum, part) => sum + part[of], 0);
      return [startingMean + total('share') - mean, 1 + total('r') - alpha, 1 + total('s') - beta];
    });
    return Math.max(...gaps.map(Math.abs));
  });
}
