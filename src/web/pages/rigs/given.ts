import type { Stamp, StampPage } from '../../../wire/api/stamp.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';

/** What a rig said of others: how somebody judges is a part of who they are. */
export function given(rig: string, { items: stamps, next_cursor: next }: StampPage): Html | false {
  if (stamps.length === 0) return false;
  return html`<section>
    <h2>Stamps it gave</h2>
    <ul class="rows">
      ${stamps.map(
        (stamp) =>
          html`<li class="row">
            <div>
              <p>${rigLink(stamp.subject)} ${scores(stamp)}</p>
              <p class="meta">
                ${stamp.item !== undefined && html`<a href="/items/${stamp.item}#${stamp.id}">the work</a> · `}${when(stamp.created_at)}
              </p>
            </div>
          </li>`,
      )}
    </ul>
    ${next !== null && html`<p><a href="/rigs/${rig}/stamps?by=author">All stamps that it gave</a></p>`}
  </section>`;
}

function scores({ dimensions: said }: Stamp): string {
  const given = dimensions.flatMap((name) => (said[name] === undefined ? [] : [`${name} ${said[name].score}`]));
  return given.join(', ');
}
