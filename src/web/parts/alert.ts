import type { Problem } from '../../wire/api/problem.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** Why something wasn't done, where it was asked for. */
export function alertBox({ detail, code, missing, legal }: Problem): Html {
  return html`<div class="alert" role="alert">
    <p><strong>${detail ?? code}</strong> <code>${code}</code></p>
    ${
      missing !== undefined &&
      html`<p>What is missing:</p>
        <ul>
          ${missing.map((each) => html`<li>${each}</li>`)}
        </ul>`
    }
    ${legal !== undefined && legal.length > 0 && html`<p>Possible now: ${legal.join(', ')}</p>`}
  </div>`;
}
