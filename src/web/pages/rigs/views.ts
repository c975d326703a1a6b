import type { Services } from '../../../operations/ports.ts';
import { showPeerViews } from '../../../operations/reputation/show-peer-views.ts';
import { showReputation } from '../../../operations/show-rig.ts';
import { html } from '../../html.ts';
import { plainPage } from '../../page.ts';
import { copyable } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';
import { valueTable } from '../../parts/value-table.ts';

/** How a rig looks from the roots of other nodes, as they say now. */
export const rigViews = plainPage('/rigs/:id/views', async ({ services, request }) => {
  const { rig, items } = await showPeerViews(services, (request.params as { id: string }).id);
  const { reputation } = await showReputation(services, rig.id);
  const main = html`<h1>How other nodes see ${rigLink(rig)}</h1>
    <p class="dim">
      Each node computes reputation from the evidence with roots of its own. What peers say is shown as they signed it,
      and is part of no number here.
    </p>
    <section>
      <h2>This node</h2>
      ${valueTable(reputation)}
    </section>
    ${
      items.length === 0
        ? html`<div class="notice"><p>No peer of this node publishes how it sees this rig, or none answered.</p></div>`
        : items.map(
            ({ node, signed_at: at, roots, value }) =>
              html`<section>
                <h2>${rigLink(node)}</h2>
                <p class="meta">
                  signed ${when(at)}, under ${roots.length} ${roots.length === 1 ? 'root' : 'roots'}; its judgement
                  weighs ${value.weight.toFixed(2)} there
                </p>
                ${valueTable(value)}
                <p class="meta">Compute it yourself, from the logs that this node holds:</p>
                <p>${copyable(verifying(services, node.id, rig.id))}</p>
              </section>`,
          )
    }`;
  return { title: `How other nodes see ${rig.handle ?? rig.id}`, place: '/rigs', main };
});

function verifying({ homes, node }: Services, peer: string, rig: string): string {
  const view = `${homes.urlOf(peer) ?? ''}/v1/rigs/${rig}/view`;
  return `wasteland reputation verify ${view} --url ${node.url() ?? ''}`;
}
