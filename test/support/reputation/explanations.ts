import { effectsOf, saidAt } from '../../../src/domain/reputation/effects.ts';
import { shareOf, startingMean } from '../../../src/domain/reputation/explain.ts';
import type { Judging } from '../../../src/domain/reputation/given.ts';
import { reputationOf } from '../../../src/domain/reputation/scores.ts';
import type { StampScores } from '../../../src/domain/reputation/scores.ts';
import { dimensions } from '../../../src/wire/words.ts';
import type { Dimension } from '../../../src/wire/words.ts';
import { runAll } from '../../../src/domain/reputation/steps.ts';
import { Chance } from './chance.ts';
import { juryOf, packed } from './packed.ts';
import { graphOf, honestWorld, weightsOf } from './trust-world.ts';

/** One stamp's part in one dimension, as an explanation shows it. */
export interface Part {
  stamp: string;
  author: string;
  dimension: Dimension;
  w: number;
  c: number;
  x: number;
  discount: number;
  r: number;
  s: number;
  share: number;
}

/** A subject's reputation taken apart into what each stamp gives, by the stamps' ids. */
export function partsOf(stamps: readonly StampScores[], judging: Judging): Part[] {
  const { weights, groupOf } = judging;
  const [first] = stamps;
  if (first === undefined) return [];
  const reputation = reputationOf(stamps, weights, groupOf);
  const record = packed(first.subject, stamps);
  const jury = juryOf(record, judging);
  const effects = runAll(effectsOf(record, jury));
  return record.ids.flatMap((stamp, at) =>
    dimensions.flatMap((dimension, place) => {
      const author = record.rigs.texts[record.authors[at] as number] as string;
      const said = saidAt(record, jury, effects, at, place);
      if (said === undefined) return [];
      const w = jury.weights[record.authors[at] as number] as number;
      return [{ stamp, author, dimension, w, ...said, share: shareOf(said, reputation[dimension].uncertainty) }];
    }),
  );
}

/** For each explanation of a random world: by how much its parts miss the score (mean, alpha or beta, whichever is worst). */
export function explanationGaps(seed: number): number[] {
  const world = honestWorld(new Chance(seed));
  const graph = graphOf(world);
  const judging: Judging = { weights: weightsOf(world), groupOf: (rig) => graph.groupOf(rig) };
  const about = Map.groupBy(world.stamps, ({ subject }) => subject);
  return [...about.values()].map((stamps) => {
    const reputation = reputationOf(stamps, judging.weights, judging.groupOf);
    const parts = partsOf(stamps, judging);
    const gaps = dimensions.flatMap((dimension) => {
      const { mean, alpha, beta } = reputation[dimension];
      const theirs = parts.filter((part) => part.dimension === dimension);
      const total = (of: 'share' | 'r' | 's'): number => theirs.reduce((sum, part) => sum + part[of], 0);
      return [startingMean + total('share') - mean, 1 + total('r') - alpha, 1 + total('s') - beta];
    });
    return Math.max(...gaps.map(Math.abs));
  });
}
