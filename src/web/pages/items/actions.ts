import { legalFor } from '../../../operations/legal-for.ts';
import type { ItemDetail } from '../../../wire/api/lifecycle.ts';
import type { EventType } from '../../../wire/event.ts';
import { acceptForm } from '../../forms/accept.ts';
import { filled } from '../../forms/filled.ts';
import { folded, form } from '../../forms/form.ts';
import { reasonForm } from '../../forms/reason.ts';
import { submitForm } from '../../forms/submit.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import { may } from '../../visit.ts';
import type { Visit } from '../../visit.ts';
import { waiting } from './waiting.ts';

/** What the viewer can do with the item now; strangers are shown the way in. */
export function actions(visit: Visit, { item }: ItemDetail): Html | false {
  const { viewer, services } = visit;
  const { id, status } = item;
  if (viewer === undefined) {
    if (status !== 'open') return false;
    return html`<p class="act">
      <a class="button" href="${link('/sign-in', { to: `/items/${id}` })}">Sign in to claim</a>
    </p>`;
  }
  const legal = legalFor(services, viewer.who.id, id);
  const can = (act: EventType, scope: 'work' | 'post'): boolean => legal.includes(act) && may(visit, scope);
  const claim = filled(visit, 'claim');
  const all = [
    can('wanted.claimed', 'work') && form(visit, claim, { action: `/items/${id}/claim`, button: 'Claim it' }),
    can('work.submitted', 'work') && folded('Hand in work', filled(visit, 'submit'), submitForm(visit, id)),
    can('work.accepted', 'post') && folded('Accept the work', filled(visit, 'accept'), acceptForm(visit, id)),
    can('work.rejected', 'post') &&
      reasonForm(visit, id, { name: 'reject', title: 'Reject the work', button: 'Reject' }),
    can('work.progressed', 'work') &&
      reasonForm(visit, id, {
        name: 'progress',
        title: 'Report progress',
        button: 'Report',
        field: 'note',
        label: 'Note',
      }),
    (can('wanted.released', 'work') || can('wanted.released', 'post')) &&
      reasonForm(visit, id, { name: 'release', title: 'Release the claim', button: 'Release' }),
    can('wanted.updated', 'post') && html`<a class="button plain" href="/items/${id}/edit">Edit</a>`,
    can('wanted.withdrawn', 'post') &&
      reasonForm(visit, id, { name: 'withdraw', title: 'Withdraw it', button: 'Withdraw' }),
  ].filter((each) => each !== false);
  const queued = waiting(visit, id);
  if (all.length === 0 && queued === false) return false;
  return html`<section class="actions" aria-label="What you can do">${queued}${all}</section>`;
}
