import type { Services } from '../../../operations/ports.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Rig } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html, Part } from '../../html.ts';
import { factList } from '../../parts/facts.ts';
import { copyable } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';
import { alsoKnownAs } from './also-known-as.ts';
import { unconfirmedLinks } from './unconfirmed-links.ts';

/** Who a rig is, in plain words: id, home, keys and who holds them, owner, links, accounts it claims. */
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
    ['Links that one side has signed', unconfirmedLinks(services, rig.id)],
    ['Says it is also', alsoKnownAs(rig)],
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
