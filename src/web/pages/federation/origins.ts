import type { Services } from '../../../operations/ports.ts';
import { showLogs } from '../../../operations/show-logs.ts';
import type { Relay } from '../../../operations/show-relays.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Who } from '../../../wire/api/references.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { copyable } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';

/** Several peers may have brought parts of one log. */
const bringersShown = 3;

/** The logs held here, and by whom each came: what the picture shows, in words. */
export function origins(services: Services, relays: readonly Relay[]): Html {
  const names = namesOf(services);
  const bringers = bringersOf(relays);
  return html`<section>
    <h2>Origins</h2>
    <p class="dim">The logs held here: each is extended by one node alone, and proves itself by whomever it came.</p>
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
                <p class="meta">
                  ${origin === services.node.id ? 'written here' : cameBy(origin, bringers.get(origin) ?? [])}
                </p>
              </td>
              <td>${seq}</td>
              <td>${copyable(root, root.slice(0, 12))}</td>
              <td>${services.reader.logs.notOk(origin, 0, 0).count}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

interface Bringer {
  node: Who;
  entries: number;
}

/** By log, those first who brought most of it. */
function bringersOf(relays: readonly Relay[]): Map<string, Bringer[]> {
  const byOrigin = new Map<string, Bringer[]>();
  const add = (origin: string, bringer: Bringer): void => {
    byOrigin.set(
      origin,
      [...(byOrigin.get(origin) ?? []), bringer].sort((a, b) => b.entries - a.entries),
    );
  };
  for (const { node, own, brought } of relays) {
    if (own > 0) add(node.id, { node, entries: own });
    for (const { origin, entries } of brought) add(origin.id, { node, entries });
  }
  return byOrigin;
}

function cameBy(origin: string, bringers: readonly Bringer[]): Html {
  if (bringers.length === 0) return html`by whom it came isn’t noted`;
  const more = bringers.length - bringersShown;
  return html`came by
  ${bringers.slice(0, bringersShown).map(({ node }) => (node.id === origin ? 'itself ' : html`${rigLink(node)} `))}${more > 0 && `and ${more} more`}`;
}
