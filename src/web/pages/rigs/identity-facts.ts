import type { Services } from '../../../operations/ports.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Rig } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html, Part } from '../../html.ts';
import { factList } from '../../parts/facts.ts';
import { copyable } from '../../parts/id.ts';
import { outside } from '../../parts/outside.ts';
import { rigLink } from '../../parts/rig.ts';

/** Who a rig is: id, home, keys and who holds them, owner, accounts it claims. */
export function identityFacts(services: Services, rig: Rig): Html {
  const names = namesOf(services);
  const others = rig.group.filter(({ id }) => id !== rig.id);
  const rows: [string, Part][] = [
    ['Id', copyable(rig.id, `${rig.id.slice(0, 10)}…`)],
    ['Home', rig.home === services.node.id ? 'this node' : rigLink(names(rig.home))],
    ['Keys', keys(services, rig)],
    [
      'Owner',
      rig.owner !== undefined &&
        html`${rigLink(rig.owner.rig)}${!rig.owner.confirmed && html` <span class="dim">(not confirmed)</span>`}`,
    ],
    ['One owner with', others.length > 0 && others.map((other) => html`${rigLink(other)} `)],
    [
      'Says it is also',
      rig.also_known_as.length > 0 &&
        html`<ul>
          ${rig.also_known_as.map((uri) => html`<li>${outside(uri)}</li>`)}
        </ul>`,
    ],
  ];
  return factList(rows);
}

function keys(services: Services, { keys: kids, custody }: Rig): Html {
  return html`<ul>
    ${kids.map((kid) => {
      const holder = custody[kid];
      const who =
        holder === undefined
          ? 'held by itself'
          : holder === services.node.id
            ? 'held by this node, which signs for it'
            : html`held by ${rigLink(namesOf(services)(holder))}`;
      return html`<li>${copyable(kid, kid.slice(0, 10))} <span class="dim">${who}</span></li>`;
    })}
  </ul>`;
}
