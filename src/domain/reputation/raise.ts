import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import { eachMark } from './each-mark.ts';
import type { Jury } from './jury.ts';
import { fromEvidence } from './scores.ts';
import type { DimensionReputation, Reputation } from './scores.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';

/** Something that would change the lower bound by which rigs are ranked. */
export type Raise = {
  dimension: Dimension;
  /** As it would then be. */ lower: number;
  /** By how much more. */ gain: number;
} & (
  | {
      /** One more stamp, the best there is (5 of 5, sure), by a validator of weight 1 who hasn't stamped the subject yet. */
      by: 'new_validator';
    }
  | {
      /** Stamps that are there already but give nothing, since no root reaches their authors: if those had weight 1. */
      by: 'waiting_stamps';
      stamps: number;
    }
);

/** What would change a subject's standing, dimension by dimension, in the order of what it would give. */
export function* whatWouldRaise(stamps: SubjectStamps, jury: Jury, reputation: Reputation): Steps<Raise[]> {
  const waiting = yield* waitingOf(stamps, jury);
  const raises = dimensions.flatMap((dimension, place) => {
    const now = reputation[dimension];
    const { stamps: count, r, s } = waiting[place] as Waiting;
    const raised: Raise[] = [{ by: 'new_validator', dimension, ...after(now, 1, 0) }];
    if (count > 0) raised.push({ by: 'waiting_stamps', stamps: count, dimension, ...after(now, r, s) });
    return raised;
  });
  return raises.sort((a, b) => b.gain - a.gain);
}

interface Waiting {
  stamps: number;
  r: number;
  s: number;
}

/** By dimension, what those without weight would say if each weighed 1. */
function* waitingOf(stamps: SubjectStamps, { groups, weights, size, own }: Jury): Steps<Waiting[]> {
  const waiting = dimensions.map((): Waiting => ({ stamps: 0, r: 0, s: 0 }));
  const reversed = weights.map((w, author) => (w === 0 && groups[author] !== own ? 1 : 0));
  yield* eachMark(stamps, { groups, weights: reversed, size }, (_at, place, r, s) => {
    const sums = waiting[place] as Waiting;
    sums.stamps += 1;
    sums.r += r;
    sums.s += s;
  });
  return waiting;
}

/** More than this is no advice. */
const mostValidators = 1000;

/** How many more stamps of 5 of 5, sure, by validators of weight 1, one each, it takes until `holds`; undefined when a
 * thousand don't do. */
export function validatorsUntil(
  now: DimensionReputation,
  holds: (then: DimensionReputation) => boolean,
): number | undefined {
  const counts = Array.from({ length: mostValidators + 1 }, (_, count) => count);
  return counts.find((count) => holds(plus(now, count, 0)));
}

function after(now: DimensionReputation, r: number, s: number): Pick<Raise, 'lower' | 'gain'> {
  const { lower } = plus(now, r, s);
  return { lower, gain: lower - now.lower };
}

function plus({ alpha, beta }: DimensionReputation, r: number, s: number): DimensionReputation {
  return fromEvidence(alpha - 1 + r, beta - 1 + s);
}
