import { listPeers } from '../../../operations/manage-peers.ts';
import { showRelays } from '../../../operations/show-relays.ts';
import { namesOf } from '../../../operations/views/names.ts';
import { html } from '../../html.ts';
import { page } from '../../page.ts';
import { rigLink } from '../../parts/rig.ts';
import { origins } from './origins.ts';
import { peerList } from './peers.ts';
import { relayPicture } from './picture.ts';
import { refusals } from './refusals.ts';

/** Whom this node pulls from, whose logs it holds and by whom they came, and what it refused. */
export const federation = page('/federation', ({ services }) => {
  const { items: peers, equivocations } = listPeers(services, { limit: 200 });
  const names = namesOf(services);
  const relays = showRelays(services);
  const main = html`<h1>Federation</h1>
    ${peerList(services, peers)}
    ${
      relays.length > 0 &&
      html`<section>
        <h2>Who relays whom</h2>
        <p class="dim">This node, whom it pulls from, and beneath each whose logs came by it.</p>
        ${relayPicture(names(services.node.id), relays)}
      </section>`
    }
    ${origins(services, relays)}
    ${
      equivocations.length > 0 &&
      html`<section>
        <h2>Two histories</h2>
        <p>These nodes signed histories that contradict each other. Their logs extend no more here.</p>
        <ul>
          ${equivocations.map(({ origin, seq }) => html`<li>${rigLink(names(origin))} from entry ${seq} on: <a href="/v1/logs/${origin}/equivocation">the proof</a></li>`)}
        </ul>
      </section>`
    }
    ${refusals(services)}`;
  return { title: 'Federation', place: '/federation', main };
});
