import type { ItemDetail, Related } from '../../../wire/api/lifecycle.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { statusBadge } from '../../parts/badge.ts';
import { shortId } from '../../parts/id.ts';

/** Items that this one names, and those that name it. */
export function related({ parent, depends_on: needs, children, needed_by: needed }: ItemDetail): Html {
  return html`${group('Part of', parent === undefined ? [] : [parent])}${group('Depends on', needs)}${group('Parts', children)}${group('Needed by', needed)}`;
}

function group(title: string, items: readonly Related[]): Html | false {
  if (items.length === 0) return false;
  return html`<section class="related">
    <h2>${title}</h2>
    <ul>
      ${items.map(one)}
    </ul>
  </section>`;
}

/** Without a title it isn't known here, so there is no page of it either. */
function one({ id, title, status }: Related): Html {
  if (title === undefined) return html`<li><code>${shortId(id)}</code> <span class="dim">not known here</span></li>`;
  return html`<li>${status !== undefined && statusBadge(status)} <a href="/items/${id}" dir="auto">${title}</a></li>`;
}
