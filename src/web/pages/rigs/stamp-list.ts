import type { Services } from '../../../operations/ports.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Stamp } from '../../../wire/api/stamp.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { outside } from '../../parts/outside.ts';
import { rigLink } from '../../parts/rig.ts';
import { stampBox } from '../../parts/stamp.ts';
import type { Visit } from '../../visit.ts';

/** Of the evidence of one work, and of what else one author gave, so much stands beside a stamp. */
const evidenceShown = 3;
const othersShown = 3;

/** Stamps as a record shows them: each with the evidence of the work, and what else its author gave. */
export function stampList(visit: Visit, stamps: readonly Stamp[]): Html {
  if (stamps.length === 0) return html`<p class="dim">Nobody has stamped its work yet.</p>`;
  return html`${stamps.map((stamp) =>
    stampBox(visit, stamp, {
      about: workLink(stamp),
      more: [workEvidence(visit.services, stamp), alsoGave(visit.services, stamp)],
    }),
  )}`;
}

function workLink({ item, subject }: Stamp): Html {
  const whose = html`${rigLink(subject)}’s`;
  return item === undefined ? html`${whose} work` : html`${whose} <a href="/items/${item}">work</a>`;
}

function workEvidence({ reader }: Services, { completion }: Stamp): Html | false {
  const links = reader.items.completion(completion)?.evidence ?? [];
  if (links.length === 0) return false;
  const more = links.length - evidenceShown;
  return html`<p class="meta">
    Evidence: ${links.slice(0, evidenceShown).map(({ url }) => html`${outside(url)} `)}${more > 0 && `and ${more} more`}
  </p>`;
}

/** How somebody judges others says what their word is worth. */
function alsoGave(services: Services, { id, author }: Stamp): Html {
  const names = namesOf(services);
  const newest = services.reader.signals.given(author.id, othersShown + 1).filter((stamp) => stamp.id !== id);
  const others = newest.slice(0, othersShown).map((stamp) => {
    const scores = dimensions.flatMap((name) => stamp.dimensions[name]?.score ?? []);
    return html`${rigLink(names(stamp.subject))} (${scores.join(', ')}) `;
  });
  return html`<p class="meta">
    ${rigLink(author)}’s judgement weighs ${services.trust.weights().of(author.id).toFixed(2)} here.
    ${others.length === 0 ? 'It has stamped nothing else.' : html`It also stamped ${others}<a href="/rigs/${author.id}/stamps?by=author">and all else that it gave</a>`}
  </p>`;
}
