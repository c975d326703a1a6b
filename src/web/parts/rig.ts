import type { Who } from '../../wire/api/references.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** A rig's petname, or the beginning of its id where none is known. */
export function shortName({ id, handle }: Who): string {
  return handle ?? `${id.slice(0, 10)}…`;
}

/** A rig as a link to its profile; the address, which says where it is at home, on hover. */
export function rigLink(who: Who): Html {
  return html`<a class="rig" href="/rigs/${who.id}" title="${who.address ?? who.id}"><bdi>${shortName(who)}</bdi></a>`;
}
