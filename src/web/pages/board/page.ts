import { problemOfAny } from '../../../http/problems.ts';
import { browseWanted } from '../../../operations/browse-wanted.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import { page } from '../../page.ts';
import type { Page } from '../../page.ts';
import { alertBox } from '../../parts/alert.ts';
import { sharedOfNode } from '../../parts/open-graph.ts';
import { nextPage } from '../../parts/pager.ts';
import type { Visit } from '../../visit.ts';
import { columns } from './columns.ts';
import { emptyBoard } from './empty.ts';
import { filters } from './filters.ts';
import { itemList } from './list.ts';
import { boardQuery, typedQuery } from './query.ts';
import type { Typed } from './query.ts';
import { tabs } from './tabs.ts';

/** The wanted board. What it shows stands in its URL, so it can be shared and bookmarked. */
export const board = page('/', async (visit) => {
  const typed = typedQuery(visit);
  if (visit.viewer === undefined && Object.values(typed).includes('@me')) {
    return { redirect: link('/sign-in', { to: visit.url }) };
  }
  try {
    return framed(visit, typed, await found(visit, typed));
  } catch (error) {
    const problem = problemOfAny(error);
    if (problem.status >= 500) throw error;
    return { ...framed(visit, typed, alertBox(problem)), status: problem.status };
  }
});

async function found(visit: Visit, typed: Typed): Promise<Html> {
  const query = boardQuery(visit, typed);
  if (typed['view'] === 'columns') return await columns(visit, query, typed);
  const { items, next_cursor: next } = await browseWanted(visit.services, query);
  if (items.length === 0) return await emptyBoard(visit, typed);
  return html`${itemList(items)}${nextPage('/', typed, next)}`;
}

function framed(visit: Visit, typed: Typed, content: Html): Page {
  const main = html`<h1 class="hidden">Wanted board</h1>
    ${tabs(visit, typed)}${filters(typed)}${content}`;
  return {
    title: typed['q'] === undefined ? 'Wanted board' : `“${typed['q']}” on the board`,
    place: '/',
    shared: sharedOfNode(link('/', typed)),
    live: liveFilter(typed),
    main,
  };
}

function liveFilter({ project }: Typed): Record<string, string> {
  return project === undefined ? {} : { project };
}
