import { showItem } from '../../../operations/show-item.ts';
import { html } from '../../html.ts';
import { markdownHtml } from '../../markdown.ts';
import { page } from '../../page.ts';
import type { Page } from '../../page.ts';
import { statusBadge } from '../../parts/badge.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';
import type { Visit } from '../../visit.ts';
import { labels } from '../board/list.ts';
import { acceptance } from './acceptance.ts';
import { actions } from './actions.ts';
import { comments } from './comments.ts';
import { completions } from './completions.ts';
import { facts } from './facts.ts';
import { historyList } from './history-list.ts';
import { related } from './related.ts';

/** One item with everything that stands around it. */
export const item = page('/items/:id', itemPage);

/** The same for forms that come back with what was typed. */
export function itemPage(visit: Visit): Page {
  return itemPageOf(visit, (visit.request.params as { id: string }).id);
}

/** The page of an item, whatever the URL names. */
export function itemPageOf(visit: Visit, id: string): Page {
  const detail = showItem(visit.services, id);
  const { item, cut = [] } = detail;
  const main = html`<article class="item">
    <header>
      <h1 dir="auto">${item.title}</h1>
      <p class="meta">
        ${statusBadge(item.status)}
        ${item.status === 'open' && item.ready === false && html`<span class="badge waits">waits</span> `}posted by
        ${rigLink(item.posted_by)} ${when(item.created_at)}
      </p>
      ${item.disputed && html`<p class="alert">The home of this item signed two different histories: nobody can say where it stands.</p>`}
      ${item.incomplete && html`<p class="alert">Its home withholds a text that may be an act on this item: what is shown may be incomplete.</p>`}
      ${labels(item)}
    </header>
    <div class="sides">
      <div class="body">
        <section class="prose" aria-label="Description" dir="auto">
          ${item.description === undefined ? html`<p class="dim">No description.</p>` : markdownHtml(item.description)}
        </section>
        ${acceptance(item.acceptance)} ${actions(visit, detail)} ${completions(visit, detail)}
        ${comments(
          visit,
          item.id,
          detail.comments.filter(({ about }) => !about.startsWith('s-')),
        )}
        ${historyList(item.id, detail.history, cut.includes('history'))}
      </div>
      <aside aria-label="Facts">${facts(visit, detail)}${related(detail)}</aside>
    </div>
  </article>`;
  return {
    title: item.title,
    place: '/',
    shared: {
      path: `/items/${item.id}`,
      type: 'article',
      picture: `/v1/wanted/${item.id}/card.png`,
      pictureShows: `${item.title}: ${item.status.replaceAll('_', ' ')}`,
    },
    live: { item: item.id },
    main,
    ...(item.description === undefined ? {} : { summary: item.description.slice(0, 200) }),
  };
}
