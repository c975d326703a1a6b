import { listPeers, listSyncs } from '../../operations/manage-peers.ts';
import type { Services } from '../../operations/ports.ts';
import { showLogs } from '../../operations/show-logs.ts';
import { namesOf } from '../../operations/views/names.ts';
import type { Peer } from '../../wire/api/peer.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page } from '../page.ts';
import { copyable } from '../parts/id.ts';
import { rigLink } from '../parts/rig.ts';
import { when } from '../parts/time.ts';
import { refusals } from './refusals.ts';

/** Whom this node pulls from, whose logs it holds, and what it refused. */
export const federation = page('/federation', ({ services }) => {
  const { items: peers, equivocations } = listPeers(services, { limit: 200 });
  const names = namesOf(services);
  const main = html`<h1>Federation</h1>
    <section>
      <h2>Peers</h2>
      <p class="dim">Nodes that this one pulls from. Everything they give is verified here before it counts.</p>
      ${
        peers.length === 0
          ? html`<div class="notice">
              <p>No peer yet. Its operator adds one with</p>
              <p>${copyable('wasteland peer add https://board.example')}</p>
            </div>`
          : html`<ul class="rows">
              ${peers.map((peer) => peerRow(services, peer))}
            </ul>`
      }
    </section>
    <section>
      <h2>Origins</h2>
      <p class="dim">
        The logs held here, by whomever they came: each is extended by one node alone, and proves itself.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Entries</th>
            <th scope="col">Root</th>
            <th scope="col">Don’t count</th>
          </tr>
        </thead>
        <tbody>
          ${showLogs(services, {}).items.map(
            ({ origin, seq, root, disputed }) =>
              html`<tr>
                <td>
                  ${rigLink(names(origin))}
                  ${origin === services.node.id && html`<span class="badge">this node</span>`}${disputed && html`<span class="badge withdrawn">two histories</span>`}
                </td>
                <td>${seq}</td>
                <td>${copyable(root, root.slice(0, 12))}</td>
                <td>${services.reader.logs.notOk(origin, 0, 0).count}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>
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
