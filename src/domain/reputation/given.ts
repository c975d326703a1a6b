import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import type { StampScores } from './scores.ts';
import { evidence } from './evidence.ts';
import type { Weights } from './weights.ts';

/** Whose judgement weighs what, and who belongs together. */
export interface Judging {
  weights: Pick<Weights, 'of'>;
  groupOf: (rig: string) => string;
}

/** What one stamp says of one dimension; `place` is that of the dimension. */
export interface Said<Stamp> {
  stamp: Stamp;
  /** Where the stamp stands in the list. */
  at: number;
  place: number;
  /** Weight of the author's owner group. */
  w: number;
  /** Confidence, 0 to 1. */
  c: number;
  /** Score on the scale from 0 to 1. */
  x: number;
  /** ½^i for the i-th stamp, from 0, by the author's owner group. */
  discount: number;
  /** Evidence for and against. */
  r: number;
  s: number;
}

/**
 * Calls back with everything of weight that is said about one subject, stamps in id order as they come. Of those by one
 * owner group each counts half of the one before, so that a friend's thousand count as two; one by the subject's own group
 * says nothing (yearbook rule). What weighs nothing is passed over: a stranger's hundred thousand stamps cost little.
 */
export function eachSaid<Stamp extends StampScores>(
  stamps: readonly Stamp[],
  { weights, groupOf }: Judging,
  take: (said: Said<Stamp>) => void,
): void {
  const judges = new Map<string, Judge>();
  const discounts = new Map<string, number[]>();
  const judgeOf = (author: string, subject: string): Judge => {
    const group = groupOf(author);
    let series = discounts.get(group);
    if (series === undefined) discounts.set(group, (series = dimensions.map(() => 1)));
    return { w: group === groupOf(subject) ? 0 : weights.of(author), discounts: series };
  };
  // Plain loops: a long record goes through here at every change.
  for (let at = 0; at < stamps.length; at++) {
    const stamp = stamps[at] as Stamp;
    let judge = judges.get(stamp.author);
    if (judge === undefined) judges.set(stamp.author, (judge = judgeOf(stamp.author, stamp.subject)));
    if (judge.w === 0) continue;
    for (let place = 0; place < dimensions.length; place++) {
      const given = stamp.dimensions[dimensions[place] as Dimension];
      if (given === undefined) continue;
      const discount = judge.discounts[place] as number;
      judge.discounts[place] = discount / 2;
      const c = given.confidence;
      const x = (given.score - 1) / 4;
      const { r, s } = evidence(judge.w, c, x, discount);
      take({ stamp, at, place, w: judge.w, c, x, discount, r, s });
    }
  }
}

interface Judge {
  w: number;
  /** By dimension, what the next stamp of the owner group counts. */
  discounts: number[];
}
