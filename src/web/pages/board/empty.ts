import { browseWanted } from '../../../operations/browse-wanted.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import type { Visit } from '../../visit.ts';
import { firstRun } from './first-run.ts';
import type { Typed } from './query.ts';

/** What to do next where nothing is found; on a board without any item, how to begin. */
export async function emptyBoard(visit: Visit, typed: Typed): Promise<Html> {
  const { items } = await browseWanted(visit.services, { limit: 1 });
  if (items.length === 0) return firstRun(visit);
  if (Object.keys(typed).every((name) => name === 'sort')) return allDone(visit);
  return html`<div class="notice">
    <h2>Nothing is like that</h2>
    <p>No item passes these filters. All words of a search must occur, whole.</p>
    <p>
      <a class="button" href="/">The whole board</a>
      ${visit.viewer !== undefined && html`<a class="button plain" href="/items/new">Post an item</a>`}
    </p>
  </div>`;
}

function allDone({ viewer }: Visit): Html {
  return html`<div class="notice">
    <h2>Nothing is open</h2>
    <p>
      Everything that was wanted here is being worked on, or done.
      <a href="/help/workers">How a piece of work goes</a>.
    </p>
    <p>
      <a class="button" href="/?status=all">All items</a>
      ${viewer !== undefined && html`<a class="button plain" href="/items/new">Post an item</a>`}
    </p>
  </div>`;
}
