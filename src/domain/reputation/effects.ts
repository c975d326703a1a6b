import { dimensions } from '../../wire/event.ts';
import { evidence } from './evidence.ts';
import { eachSaid } from './given.ts';
import type { Judging, Said } from './given.ts';
import type { StampScores } from './scores.ts';

/** What each stamp about a subject gives, by its place in the list. */
export interface Effects {
  /** All evidence that it gives, for and against: 0 for what weighs nothing. */
  total: Float64Array;
  /** Places, those that give most first, and in stamp id order where they give the same. */
  order: Uint32Array;
  /** What was said of each dimension, by place · dimensions + dimension: the discount, 0 for what weighs nothing. */
  discounts: Float64Array;
}

/** Works out what each stamp gives; stamps in id order. */
export function effectsOf(stamps: readonly StampScores[], judging: Judging): Effects {
  const total = new Float64Array(stamps.length);
  const discounts = new Float64Array(dimensions.length * stamps.length);
  eachSaid(stamps, judging, ({ at, place, discount, r, s }) => {
    total[at] = (total[at] as number) + r + s;
    discounts[dimensions.length * at + place] = discount;
  });
  const order = Uint32Array.from(stamps.keys());
  order.sort((a, b) => (total[b] as number) - (total[a] as number) || a - b);
  return { total, order, discounts };
}

/** What the stamp at this place says of one dimension, or undefined when it says nothing of it. */
export function saidAt(
  stamps: readonly StampScores[],
  { discounts }: Effects,
  at: number,
  place: number,
  w: number,
): Pick<Said<StampScores>, 'c' | 'x' | 'discount' | 'r' | 's'> | undefined {
  const given = stamps[at]?.dimensions[dimensions[place] as (typeof dimensions)[number]];
  if (given === undefined) return undefined;
  const c = given.confidence;
  const x = (given.score - 1) / 4;
  const discount = discounts[dimensions.length * at + place] as number;
  return { c, x, discount, ...evidence(w, c, x, discount) };
}
