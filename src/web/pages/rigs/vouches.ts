import type { Vouch, VouchPage } from '../../../wire/api/acts.ts';
import type { Who } from '../../../wire/api/references.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';

/** Who trusts a rig's judgement, and whose judgement it trusts. */
export function vouches(received: VouchPage, given: VouchPage): Html {
  return html`${group('Vouched for by', received.items, ({ giver }) => giver)}${group('Vouches for', given.items, ({ subject }) => subject)}`;
}

function group(title: string, items: readonly Vouch[], who: (vouch: Vouch) => Who): Html | false {
  if (items.length === 0) return false;
  return html`<section class="related">
    <h2>${title}</h2>
    <ul>
      ${items.map((vouch) => html`<li>${rigLink(who(vouch))} ${vouch.note !== undefined && html`<span class="dim" dir="auto">${vouch.note}</span>`}</li>`)}
    </ul>
  </section>`;
}
