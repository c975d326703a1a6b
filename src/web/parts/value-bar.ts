import { html } from '../html.ts';
import type { Html } from '../html.ts';

const width = 160;
const height = 10;

interface Value {
  mean: number;
  lower: number;
}

/** A value from 0 to 1 as a bar: full up to what it is at least, pale where it may lie, a mark at the mean. */
export function valueBar({ mean, lower }: Value): Html {
  const at = (value: number): string => (Math.max(0, Math.min(1, value)) * width).toFixed(1);
  const upper = Math.min(1, mean + (mean - lower));
  return html`<svg class="bar" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
    <rect class="track" width="${width}" height="${height}" rx="3" />
    <rect class="may" width="${at(upper)}" height="${height}" rx="3" />
    <rect class="fill" width="${at(lower)}" height="${height}" rx="3" />
    <rect class="mark" x="${at(mean)}" width="2" height="${height}" />
  </svg>`;
}
