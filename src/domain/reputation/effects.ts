import { dimensions } from '../../wire/words.ts';
import { discountOf, eachMark } from './each-mark.ts';
import { evidence } from './evidence.ts';
import type { Said } from './given.ts';
import type { Jury } from './jury.ts';
import { confidenceOf, goodnessOf, markAt } from './marks.ts';
import { fromSums } from './scores.ts';
import type { Reputation } from './scores.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';
import { add, noSums } from './sums.ts';

/** What each stamp about a subject gives, by its place in the record. */
export interface Effects {
  reputation: Reputation;
  /** All evidence that it gives, for and against: 0 for what weighs nothing. */
  total: Float64Array;
  /** By place · dimensions + dimension: the how-manieth of its owner group it is, from 1; 0 for what weighs nothing. */
  turns: Uint32Array;
}

/** Works out what each stamp gives. */
export function* effectsOf(stamps: SubjectStamps, jury: Jury): Steps<Effects> {
  const total = new Float64Array(stamps.size);
  const turns = new Uint32Array(dimensions.length * stamps.size);
  const sums = noSums();
  yield* eachMark(stamps, jury, (at, place, r, s, turn) => {
    add(sums, place, r, s);
    total[at] = (total[at] as number) + r + s;
    turns[dimensions.length * at + place] = turn + 1;
  });
  return { reputation: fromSums(sums), total, turns };
}

/** What the stamp at this place says of one dimension, or undefined when it says nothing of it. */
export function saidAt(
  stamps: SubjectStamps,
  jury: Jury,
  { turns }: Effects,
  at: number,
  place: number,
): Pick<Said<unknown>, 'c' | 'x' | 'discount' | 'r' | 's'> | undefined {
  const mark = markAt(stamps.marks[at] as number, place);
  if (mark === 0) return undefined;
  const w = jury.weights[stamps.authors[at] as number] as number;
  const c = confidenceOf[mark] as number;
  const x = goodnessOf[mark] as number;
  const turn = turns[dimensions.length * at + place] as number;
  const discount = turn === 0 ? 0 : discountOf(turn - 1);
  return { c, x, discount, ...evidence(w, c, x, discount) };
}

/** A place among the effects: behind it come those that give less, and of those that give the same the later by id. */
export interface EffectPlace {
  total: number;
  stamp: string;
}

/** A page of them. */
export interface Wanted {
  most: number;
  rising: boolean;
  after: EffectPlace | undefined;
}

/**
 * The places of the `most` stamps that give most behind another, in that order; with `rising` the other way round. Finding
 * the first few takes far less than sorting a long record.
 */
export function* mostEffective(
  { ids }: Pick<SubjectStamps, 'ids'>,
  { total }: Effects,
  { most, rising, after }: Wanted,
): Steps<number[]> {
  const pace = new Pace();
  const sign = rising ? -1 : 1;
  const isBefore = (a: number, b: number): boolean => {
    const difference = sign * ((total[a] as number) - (total[b] as number));
    return difference === 0 ? sign * (a - b) < 0 : difference > 0;
  };
  const isBehind = (at: number): boolean => {
    if (after === undefined) return true;
    const difference = sign * (after.total - (total[at] as number));
    if (difference !== 0) return difference > 0;
    const id = ids[at] as string;
    return rising ? id < after.stamp : id > after.stamp;
  };
  const best: number[] = [];
  for (let at = 0; at < total.length; at++) {
    if (pace.did(0)) yield;
    if (best.length === most && !isBefore(at, best[most - 1] as number)) continue;
    if (!isBehind(at)) continue;
    if (best.length === most) best.pop();
    best.splice(firstBehind(best, at, isBefore), 0, at);
    if (pace.did(20)) yield;
  }
  return best;
}

function firstBehind(ordered: readonly number[], at: number, isBefore: (a: number, b: number) => boolean): number {
  let from = 0;
  let to = ordered.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(ordered[middle] as number, at)) from = middle + 1;
    else to = middle;
  }
  return from;
}
