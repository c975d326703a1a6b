import type { Dimension } from '../../wire/words.ts';
import type { DimensionReputation } from './scores.ts';

/** What a badge says: on the left, on the right, and in which colour. */
export interface Badge {
  label: string;
  message: string;
  color: string;
}

/** From the 5 % quantile down: the colour promises no more than the evidence does. */
const colors: [lower: number, color: string][] = [
  [0.7, 'brightgreen'],
  [0.55, 'green'],
  [0.4, 'yellowgreen'],
  [0.25, 'yellow'],
  [0, 'orange'],
];

/** A rig's reputation in one dimension in a few words, on the scale of scores from 1 to 5 with one standard deviation;
 * `stamps` is how many of weight it stands on. */
export function badgeOf(label: string, dimension: Dimension, reputation: DimensionReputation, stamps: number): Badge {
  if (stamps === 0) return { label, message: 'no trusted stamps yet', color: 'lightgrey' };
  const [, color = 'orange'] = colors.find(([from]) => reputation.lower >= from) ?? [];
  const score = scoreWords(reputation);
  return { label, message: `${dimension} ${score} · ${stamps} ${stamps === 1 ? 'stamp' : 'stamps'}`, color };
}

/** On the scale of scores from 1 to 5, with one standard deviation. */
export function scoreWords({ mean, alpha, beta }: DimensionReputation): string {
  const n = alpha + beta;
  const deviation = Math.sqrt((alpha * beta) / (n * n * (n + 1)));
  return `${(1 + 4 * mean).toFixed(1)} ± ${(4 * deviation).toFixed(1)}`;
}
