import type { Services } from '../../../operations/ports.ts';
import { namesOf } from '../../../operations/views/names.ts';
import { verdictText } from '../../../wire/codes.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';

/** Of each log so many. */
const shown = 10;

/** Entries that stand in a log and have no effect here, and why. */
export function refusals(services: Services): Html | false {
  const names = namesOf(services);
  const found = services.reader.logs.logs().flatMap(({ origin }) => {
    return services.reader.logs.notOk(origin, 0, shown).first.map((entry) => ({ origin, ...entry }));
  });
  if (found.length === 0) return false;
  return html`<section id="refused">
    <h2>What was refused</h2>
    <p class="dim">Entries that came with a log and don’t count: the first ${shown} of each.</p>
    <table>
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">Entry</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        ${found.map(
          ({ origin, seq, code }) =>
            html`<tr>
              <td>${rigLink(names(origin))}</td>
              <td><a href="/entries/${origin}/${seq}">${seq}</a></td>
              <td><code>${verdictText(code)}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
