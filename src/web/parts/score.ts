import { html } from '../html.ts';
import type { Html } from '../html.ts';

const width = 100;

/** A score from 1 to 5 as a bar, drawn as a picture since pages have no styles in place; the number stands beside it. */
export function scoreBar(score: number): Html {
  const filled = Math.max(0, Math.min(1, score / 5)) * width;
  return html`<svg class="bar" viewBox="0 0 ${width} 8" width="${width}" height="8" aria-hidden="true">
    <rect class="track" width="${width}" height="8" rx="4" />
    <rect class="fill" width="${filled}" height="8" rx="4" />
  </svg>`;
}
