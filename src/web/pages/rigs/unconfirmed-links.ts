import type { Services } from '../../../operations/ports.ts';
import { showLinks } from '../../../operations/show-rig.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';

/** Strangers may link whomever they like. */
const lookedAt = 50;

/** What one side alone says about having one owner: it does nothing until the other says so too. */
export function unconfirmedLinks(services: Services, rig: string): Html | false {
  const links = showLinks(services, rig, { limit: lookedAt }).items.filter(({ status }) => status === 'pending');
  if (links.length === 0) return false;
  return html`<ul>
    ${links.map(({ other, said_by: by }) =>
      by.includes(rig)
        ? html`<li>it says that it has one owner with ${rigLink(other)}, who hasn’t said so</li>`
        : html`<li>${rigLink(other)} says so of the two, and it hasn’t</li>`,
    )}
  </ul>`;
}
