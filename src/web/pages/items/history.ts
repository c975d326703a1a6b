import { findItem } from '../../../operations/find-named.ts';
import { showHistory } from '../../../operations/show-item.ts';
import { HistoryQuery } from '../../../wire/api/lifecycle.ts';
import { html } from '../../html.ts';
import { page } from '../../page.ts';
import { nextPage } from '../../parts/pager.ts';
import { queryOf, validated } from '../../validated.ts';
import { historyLine } from './history-list.ts';

/** All entries about an item, page by page. */
export const itemHistory = page('/items/:id/history', ({ request, services }) => {
  const { id, title } = findItem(services, (request.params as { id: string }).id);
  const typed = queryOf(request, ['cursor']);
  const { items, next_cursor: next } = showHistory(
    services,
    id,
    validated(request, HistoryQuery, { ...typed }, 'querystring'),
  );
  const main = html`<h1 dir="auto"><a href="/items/${id}">${title}</a></h1>
    <ol class="history">
      ${items.map(historyLine)}
    </ol>
    ${nextPage(`/items/${id}/history`, typed, next)}`;
  return { title: `History of ${title}`, place: '/', main };
});
