import { dimensions } from '../../wire/event.ts';
import type { Dimension } from '../../wire/event.ts';
import { partsOf } from './explain.ts';
import type { Explanation } from './explain.ts';
import { fromEvidence } from './scores.ts';
import type { DimensionReputation } from './scores.ts';

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
export function whatWouldRaise(explanation: Explanation): Raise[] {
  const raises = dimensions.flatMap((dimension) => {
    const now = explanation.reputation[dimension];
    const waiting = partsOf(explanation, dimension).filter((part) => part.w === 0);
    const r = waiting.reduce((sum, { c, x, discount }) => sum + c * x * discount, 0);
    const s = waiting.reduce((sum, { c, x, discount }) => sum + c * (1 - x) * discount, 0);
    const raised: Raise[] = [{ by: 'new_validator', dimension, ...after(now, 1, 0) }];
    if (waiting.length > 0) {
      raised.push({ by: 'waiting_stamps', stamps: waiting.length, dimension, ...after(now, r, s) });
    }
    return raised;
  });
  return raises.sort((a, b) => b.gain - a.gain);
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
