import type { CompletionPage } from '../../../wire/api/completion.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import { statusBadge } from '../../parts/badge.ts';
import { outside } from '../../parts/outside.ts';
import { when } from '../../parts/time.ts';

/** What a rig handed in. */
export function work(rig: string, { items, next_cursor: next }: CompletionPage): Html {
  return html`<section>
    <h2>Work handed in</h2>
    ${items.length === 0 && html`<p class="dim">None yet.</p>`}
    <ul class="rows">
      ${items.map(
        (completion) =>
          html`<li class="row">
            <div>
              <p>
                <a href="/items/${completion.item}#${completion.id}">${completion.summary?.slice(0, 120) || 'Work'}</a>
              </p>
              <p class="meta">${outside(completion.evidence[0]?.url ?? '')} ${when(completion.submitted_at)}</p>
            </div>
            <div class="state">${statusBadge(completion.status)}</div>
          </li>`,
      )}
    </ul>
    ${next !== null && html`<p><a href="${link('/', { claimed_by: rig })}">All its items</a></p>`}
  </section>`;
}
