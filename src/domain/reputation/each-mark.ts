import { dimensions } from '../../wire/words.ts';
import { evidence } from './evidence.ts';
import { confidenceOf, goodnessOf, markAt } from './marks.ts';
import type { Steps } from './steps.ts';

/** Stamps about one subject in the order of their ids, as far as the arithmetic looks at them. */
export interface Marked {
  size: number;
  /** By stamp: who gave it, as a number, and what it says. */
  authors: Uint32Array;
  marks: Uint32Array;
}

/** By the author's number: the number of the owner group, and what it weighs. */
export interface Weighing {
  groups: ArrayLike<number>;
  weights: ArrayLike<number>;
  /** How many groups there are. */
  size: number;
}

/** What a stamp says of one dimension: where both stand, the evidence for and against, and the how-manieth of the group. */
export type TakeMark = (at: number, place: number, r: number, s: number, turn: number) => void;

/** Stamps of a step: they take less than a millisecond. */
export const stampsOfStep = 5_000;

/** `eachSaid` over columns, to the bit, in steps: everything of weight that is said about one subject. */
export function* eachMark(stamps: Marked, weighing: Weighing, take: TakeMark): Steps<void> {
  const turns = turnsOf(weighing);
  for (let from = 0; from < stamps.size; from += stampsOfStep) {
    const to = Math.min(stamps.size, from + stampsOfStep);
    for (let at = from; at < to; at++) takeStamp(stamps, weighing, turns, at, take);
    if (to < stamps.size) yield;
  }
}

/** By group · dimensions + dimension: how many stamps of an owner group have come; none yet. */
export function turnsOf({ size }: Pick<Weighing, 'size'>): Uint32Array {
  return new Uint32Array(dimensions.length * size);
}

/** What one stamp says, if it has weight: it comes behind those that `turns` has counted. */
export function takeStamp(
  { authors, marks }: Marked,
  { groups, weights }: Pick<Weighing, 'groups' | 'weights'>,
  turns: Uint32Array,
  at: number,
  take: TakeMark,
): void {
  const author = authors[at] as number;
  const w = weights[author] as number;
  if (w === 0) return;
  const first = dimensions.length * (groups[author] as number);
  for (let place = 0; place < dimensions.length; place++) {
    const mark = markAt(marks[at] as number, place);
    if (mark === 0) continue;
    const turn = turns[first + place] as number;
    turns[first + place] = turn + 1;
    const { r, s } = evidence(w, confidenceOf[mark] as number, goodnessOf[mark] as number, discountOf(turn));
    take(at, place, r, s, turn);
  }
}

/** From this turn on nothing is left: ½^1075 is less than half of the smallest double. */
const nothingLeft = 1_075;
const discounts = Float64Array.from({ length: nothingLeft }, (_, turn) => 2 ** -turn);

/** What the stamp of an owner group counts that is the how-manieth, from 0: half of the one before. */
export function discountOf(turn: number): number {
  return turn < nothingLeft ? (discounts[turn] as number) : 0;
}
