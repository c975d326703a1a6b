import { dimensions } from '../../wire/event.ts';
import { evidence } from './evidence.ts';
import { confidenceOf, goodnessOf, markAt } from './marks.ts';
import { Pace } from './steps.ts';
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
  /** By group · dimensions + dimension: zeros to count in, for who goes through many short records. */
  turns?: Uint32Array;
}

/** What a stamp says of one dimension: where both stand, the evidence for and against, and the how-manieth of the group. */
export type TakeMark = (at: number, place: number, r: number, s: number, turn: number) => void;

/**
 * `eachSaid` over columns, to the bit, in steps: everything of weight that is said about one subject. `only` leaves out
 * stamps as if they weren't there.
 */
export function* eachMark(
  { size, authors, marks }: Marked,
  { groups, weights, size: groupCount, turns = new Uint32Array(dimensions.length * groupCount) }: Weighing,
  take: TakeMark,
  only?: (at: number) => boolean,
): Steps<void> {
  const pace = new Pace();
  const places = dimensions.length;
  for (let at = 0; at < size; at++) {
    if (pace.did(4)) yield;
    const author = authors[at] as number;
    const w = weights[author] as number;
    if (w === 0 || only?.(at) === false) continue;
    const first = places * (groups[author] as number);
    for (let place = 0; place < places; place++) {
      const mark = markAt(marks[at] as number, place);
      if (mark === 0) continue;
      const turn = turns[first + place] as number;
      turns[first + place] = turn + 1;
      const { r, s } = evidence(w, confidenceOf[mark] as number, goodnessOf[mark] as number, discountOf(turn));
      take(at, place, r, s, turn);
    }
  }
}

/** From this turn on nothing is left: ½^1075 is less than half of the smallest double. */
const nothingLeft = 1_075;
const discounts = Float64Array.from({ length: nothingLeft }, (_, turn) => 2 ** -turn);

/** What the stamp of an owner group counts that is the how-manieth, from 0: half of the one before. */
export function discountOf(turn: number): number {
  return turn < nothingLeft ? (discounts[turn] as number) : 0;
}
