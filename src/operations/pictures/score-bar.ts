import { upperBound } from '../../domain/reputation/beta.ts';
import type { DimensionReputation } from '../../domain/reputation/scores.ts';
import { element } from './markup.ts';
import type { Markup } from './markup.ts';

const height = 12;

export interface Place {
  x: number;
  y: number;
  width: number;
}

/** A reputation as a bar from the score 1 to 5: full up to what it is at least, pale up to what it is at most (each with 19
 * chances in 20), a mark at the mean; of what nobody knows only the track. */
export function scoreBar(reputation: DimensionReputation | undefined, { x, y, width }: Place): Markup {
  const part = (name: string, share: number): Markup =>
    element('rect', { class: name, x, y, width: (share * width).toFixed(1), height, rx: 3 });
  const track = part('track', 1);
  if (reputation === undefined) return track;
  const { mean, lower, alpha, beta } = reputation;
  const mark = { class: 'mark', x: (x + mean * width - 1).toFixed(1), y: y - 2, width: 2, height: height + 4 };
  return element('g', {}, track, part('may', upperBound(alpha, beta)), part('fill', lower), element('rect', mark));
}
