import type { Completion } from '../../../wire/api/completion.ts';
import type { ItemDetail } from '../../../wire/api/lifecycle.ts';
import { stampForm } from '../../forms/stamp.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { markdownHtml } from '../../markdown.ts';
import { copyable, shortId } from '../../parts/id.ts';
import { outside } from '../../parts/outside.ts';
import { rigLink } from '../../parts/rig.ts';
import { stampBox } from '../../parts/stamp.ts';
import { statusBadge } from '../../parts/badge.ts';
import { when } from '../../parts/time.ts';
import type { Visit } from '../../visit.ts';

/** What was handed in, with its evidence and what others said of it. */
export function completions(visit: Visit, { completions, stamps }: ItemDetail): Html | false {
  if (completions.length === 0) return false;
  return html`<section id="work">
    <h2>Work handed in</h2>
    ${completions.map(
      (completion) =>
        html`<div class="said work" id="${completion.id}">
          <p class="meta">
            ${statusBadge(completion.status)} ${rigLink(completion.worker)} ${when(completion.submitted_at)}
            ${copyable(completion.id, shortId(completion.id))}
          </p>
          ${completion.summary !== undefined && html`<div class="prose" dir="auto">${markdownHtml(completion.summary)}</div>`}
          ${evidence(completion)} ${decision(completion)}
          ${stamps.filter((stamp) => stamp.completion === completion.id).map((stamp) => stampBox(visit, stamp))}
          ${stampForm(visit, completion, stamps)}
        </div>`,
    )}
  </section>`;
}

function evidence({ evidence: all }: Completion): Html {
  return html`<ul class="evidence">
    ${all.map(
      ({ url, note, digest, media_type: type }) =>
        html`<li>
          ${outside(url)} ${note !== undefined && html`<p dir="auto">${note}</p>`}
          ${(digest !== undefined || type !== undefined) && html`<p class="meta"><bdi>${type}</bdi> ${digest !== undefined && copyable(digest)}</p>`}
        </li>`,
    )}
  </ul>`;
}

function decision({ decided_by: by, decided_at: at, status, reason }: Completion): Html | false {
  if (by === undefined && reason === undefined) return false;
  return html`<p class="decision">
    ${status} ${by !== undefined && html`by ${rigLink(by)}`} ${at !== undefined && when(at)}
    ${reason !== undefined && html`<span dir="auto">“${reason}”</span>`}
  </p>`;
}
