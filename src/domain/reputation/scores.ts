import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import type { DimensionScores } from '../state.ts';
import { lowerBound } from './beta.ts';
import { eachSaid } from './given.ts';
import { inOrder } from './in-order.ts';
import { add, noSums } from './sums.ts';
import type { Sums } from './sums.ts';
import type { Weights } from './weights.ts';

/** What the arithmetic takes from a stamp that counts. */
export interface StampScores {
  stamp: string;
  author: string;
  subject: string;
  dimensions: DimensionScores;
}

/** What the evidence says of one dimension: Beta(alpha, beta), all on the scale from 0 to 1. */
export interface DimensionReputation {
  mean: number;
  /** 1 without any evidence, towards 0 with much. */
  uncertainty: number;
  /** The 5 % quantile, by which rigs are ranked. */
  lower: number;
  alpha: number;
  beta: number;
}

export type Reputation = Record<Dimension, DimensionReputation>;

/** The reputation of one subject from the stamps about it, in whatever order they come. */
export function reputationOf(
  stamps: Iterable<StampScores>,
  weights: Pick<Weights, 'of'>,
  groupOf: (rig: string) => string,
): Reputation {
  const sums = noSums();
  eachSaid(inOrder(stamps), { weights, groupOf }, ({ place, r, s }) => add(sums, place, r, s));
  return fromSums(sums);
}

/** What the sums of all evidence about a subject say. */
export function fromSums({ r, s }: Sums): Reputation {
  const entries = dimensions.map((dimension, place) => {
    return [dimension, fromEvidence(r[place] as number, s[place] as number)] as const;
  });
  return Object.fromEntries(entries) as Reputation;
}

/** What `r` of good and `s` of bad evidence say; both 0 say nothing, half way and wholly uncertain. */
export function fromEvidence(r: number, s: number): DimensionReputation {
  const alpha = r + 1;
  const beta = s + 1;
  return {
    mean: alpha / (alpha + beta),
    uncertainty: 2 / (r + s + 2),
    lower: lowerBound(alpha, beta),
    alpha,
    beta,
  };
}
