import type { GrowthPoint } from '../../../wire/api/reputation.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';

const width = 300;
const height = 80;

/** What the reputation was at least, month by month; the numbers for whoever can't see the picture stand in a table. */
export function growthPicture(growth: readonly GrowthPoint[]): Html | false {
  if (growth.length < 2) return false;
  const x = (index: number): string => ((index / (growth.length - 1)) * width).toFixed(1);
  const line = (name: (typeof dimensions)[number]): string =>
    growth.map((point, index) => `${x(index)},${((1 - point[name].lower) * height).toFixed(1)}`).join(' ');
  return html`<h3>Growth</h3>
    <svg class="growth" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
      ${dimensions.map((name) => html`<polyline class="${name}" points="${line(name)}" />`)}
    </svg>
    <details>
      <summary>As numbers</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Month</th>
            ${dimensions.map((name) => html`<th scope="col" class="${name}">${name}, at least</th>`)}
          </tr>
        </thead>
        <tbody>
          ${growth.map(
            (point) =>
              html`<tr>
                <th scope="row">${point.month}</th>
                ${dimensions.map((name) => html`<td>${point[name].lower.toFixed(2)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
}
