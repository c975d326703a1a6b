import { browseWanted } from '../../../operations/browse-wanted.ts';
import type { BoardQuery, Item } from '../../../wire/api/item.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import { priorityName } from '../../parts/badge.ts';
import { rigLink } from '../../parts/rig.ts';
import type { Visit } from '../../visit.ts';
import type { Typed } from './query.ts';

const statuses = [
  ['open', 'Open'],
  ['claimed', 'Claimed'],
  ['in_review', 'In review'],
  ['completed', 'Completed'],
] as const;

/** Items of a column; the list has all. */
const shown = 15;

/** The board as columns, one for each state of work. */
export async function columns(visit: Visit, query: BoardQuery, typed: Typed): Promise<Html> {
  const { cursor: _cursor, status: only, ...rest } = query;
  const wanted = statuses.filter(([status]) => only === undefined || only === status);
  const pages = await Promise.all(
    wanted.map(([status]) => browseWanted(visit.services, { ...rest, status, limit: shown })),
  );
  return html`<div class="columns">
    ${wanted.map(([status, label], index) => {
      const { items = [], next_cursor: next = null } = pages[index] ?? {};
      return html`<section class="column">
        <h2>${label}</h2>
        ${
          items.length === 0
            ? html`<p class="dim">Nothing here</p>`
            : html`<ul>
                ${items.map(card)}
              </ul>`
        }
        ${next !== null && html`<p><a href="${link('/', { ...typed, status, view: undefined })}">More ${label.toLowerCase()}</a></p>`}
      </section>`;
    })}
  </div>`;
}

function card(item: Item): Html {
  return html`<li class="card p${item.priority}">
    <a href="/items/${item.id}" dir="auto">${item.title}</a>
    <p class="meta">
      <span class="prio">${priorityName(item.priority)}</span> ${item.type}, ${item.effort}
      ${item.claimed_by !== null && html` · ${rigLink(item.claimed_by)}`}
    </p>
  </li>`;
}
