import { html } from '../../html.ts';
import type { Html } from '../../html.ts';

/** What a reviewer will check, one point each: to be ticked off while looking, and kept nowhere. */
export function acceptance(points: readonly string[]): Html | false {
  if (points.length === 0) return false;
  return html`<section>
    <h2>Accepted when</h2>
    <ul class="checklist">
      ${points.map(
        (point) =>
          html`<li>
            <label><input type="checkbox" autocomplete="off" /><span dir="auto">${point}</span></label>
          </li>`,
      )}
    </ul>
    <p class="dim">A list to go by while reviewing; ticks stay in this browser.</p>
  </section>`;
}
