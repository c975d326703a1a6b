import { listSyncs } from '../../../operations/manage-peers.ts';
import type { Services } from '../../../operations/ports.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Peer } from '../../../wire/api/peer.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { copyable } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';

/** Whom this node pulls from, and how that goes. */
export function peerList(services: Services, peers: readonly Peer[]): Html {
  return html`<section>
    <h2>Peers</h2>
    <p class="dim">Nodes that this one pulls from. Everything they give is verified here before it counts.</p>
    ${
      peers.length === 0
        ? html`<div class="notice">
            <p>No peer yet. Its operator adds one with</p>
            <p>${copyable('wasteland peer add https://board.example')}</p>
            <p>
              <a href="/help/concepts#federation">What that brings</a>, and
              <a href="/help/operations#peers">how to choose one</a>.
            </p>
          </div>`
        : html`<ul class="rows">
            ${peers.map((peer) => peerRow(services, peer))}
          </ul>`
    }
  </section>`;
}

function peerRow(services: Services, { id, name, paused, synced_at: at, failures, lag, added_at: added }: Peer): Html {
  const last = listSyncs(services, id, { limit: 1 }).items[0];
  return html`<li class="row">
    <div>
      <h3>
        ${rigLink(namesOf(services)(id))} ${name !== undefined && html`<span class="dim" dir="auto">${name}</span>`}
      </h3>
      <p class="meta">
        ${at === undefined ? html`never synced; added ${when(added)}` : html`last synced ${when(at)}`}${last !== undefined && html` · ${last.landed} entries came${last.transport !== undefined && html` by ${last.transport === 'dolt' ? 'Dolt' : 'REST'}`}`}${lag !== undefined && lag.entries > 0 && html` · ${lag.entries} entries behind`}
      </p>
    </div>
    <div class="state">
      ${paused ? html`<span class="badge waits">paused</span>` : failures > 0 ? html`<span class="badge withdrawn">${failures} failed</span>` : html`<span class="badge completed">in touch</span>`}${last?.code !== undefined && html`<code>${last.code}</code>`}
    </div>
  </li>`;
}
