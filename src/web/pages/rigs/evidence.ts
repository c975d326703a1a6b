import { dimensions } from '../../../wire/words.ts';
import type { Evidence } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { scoreBar } from '../../parts/score.ts';

/** What stands in stamps, plainly: no trust is weighed in. */
export function evidence(plain: Evidence): Html {
  return html`<section id="record">
    <h2>What others said of its work</h2>
    <table class="record">
      <thead>
        <tr>
          <th scope="col">Dimension</th>
          <th scope="col">Mean</th>
          <th scope="col">Stamps</th>
          <th scope="col">Validators</th>
          <th scope="col">Owners behind them</th>
        </tr>
      </thead>
      <tbody>
        ${dimensions.map((name) => {
          const { mean, stamps, validators, groups } = plain[name];
          return html`<tr>
            <th scope="row">${name}</th>
            <td>
              ${mean === undefined ? html`<span class="dim">none yet</span>` : html`${scoreBar(mean)} ${mean.toFixed(2)}`}
            </td>
            <td>${stamps}</td>
            <td>${validators}</td>
            <td>${groups}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="dim">
      Plain means of the stamps that count, each weighted by how sure its author was. Stamps between rigs of one owner
      don’t count.
    </p>
  </section>`;
}
