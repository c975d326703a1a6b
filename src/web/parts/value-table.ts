import type { ReputationValues } from '../../wire/api/reputation.ts';
import { dimensions } from '../../wire/words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { valueBar } from './value-bar.ts';

/** A reputation by dimension. */
export function valueTable(values: ReputationValues): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Dimension</th>
        <th scope="col">Where it lies</th>
        <th scope="col">Mean</th>
        <th scope="col">At least</th>
        <th scope="col">Uncertainty</th>
      </tr>
    </thead>
    <tbody>
      ${dimensions.map((name) => {
        const { mean, lower, uncertainty } = values[name];
        return html`<tr>
          <th scope="row">${name}</th>
          <td>${valueBar(values[name])}</td>
          <td>${mean.toFixed(2)}</td>
          <td>${lower.toFixed(2)}</td>
          <td>${uncertainty.toFixed(2)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
