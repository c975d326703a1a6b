import type { HomeShare } from '../../../wire/api/reputation.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';

/** From which nodes a reputation comes: by the homes of those who gave it. */
export function homes(shares: readonly HomeShare[]): Html | false {
  if (shares.length === 0) return false;
  return html`<h3>Where it comes from</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Home of the validators</th>
          <th scope="col">Stamps</th>
          ${dimensions.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shares.map(
          ({ home, stamps, share }) =>
            html`<tr>
              <th scope="row">${rigLink(home)}</th>
              <td>${stamps}</td>
              ${dimensions.map((name) => html`<td>${Math.round(share[name] * 100)} %</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}
