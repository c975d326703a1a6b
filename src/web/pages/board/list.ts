import type { Item } from '../../../wire/api/item.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import { priorityName, statusBadge } from '../../parts/badge.ts';
import { shortId } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';

/** Items one under the other. */
export function itemList(items: readonly Item[]): Html {
  return html`<ul class="rows">
    ${items.map(row)}
  </ul>`;
}

function row(item: Item): Html {
  return html`<li class="row p${item.priority}" id="row-${item.id}">
    <div>
      <h2><a href="/items/${item.id}" dir="auto">${item.title}</a></h2>
      <p class="meta">
        <span class="prio">${priorityName(item.priority)}</span> ${item.type}, ${item.effort}
        ${item.project !== undefined && html`in <a href="${link('/', { project: item.project })}"><bdi>${item.project}</bdi></a>`}
        · ${shortId(item.id)} by ${rigLink(item.posted_by)} ${when(item.created_at)}
      </p>
      ${labels(item)}
    </div>
    <div class="state">
      ${statusBadge(item.status)}${blocked(item)}${item.claimed_by !== null && html`<span class="meta">${rigLink(item.claimed_by)}</span>`}
    </div>
  </li>`;
}

/** Tags and skills, each a way to more of its kind. */
export function labels({ tags, skills }: Pick<Item, 'tags' | 'skills'>): Html | false {
  if (tags.length + skills.length === 0) return false;
  return html`<p class="labels">
    ${skills.map((skill) => label('skill', skill))}${tags.map((tag) => label('tag', tag))}
  </p>`;
}

function label(kind: 'tag' | 'skill', text: string): Html {
  return html`<a class="${kind}" href="${link('/', { [kind]: text })}"><bdi>${text}</bdi></a>`;
}

/** Open, and yet nobody can begin. */
function blocked({ status, ready }: Item): Html | false {
  return status === 'open' && ready === false && html`<span class="badge waits">waits</span>`;
}
