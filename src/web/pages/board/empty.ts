import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import type { Visit } from '../../visit.ts';
import { firstRun } from './first-run.ts';
import type { Typed } from './query.ts';

/** What to do next where nothing is found; on a board without any item, how to begin. */
export function emptyBoard(visit: Visit, typed: Typed): Html {
  const narrowed = Object.keys(typed).some((name) => name !== 'view' && name !== 'sort');
  if (!narrowed) return firstRun(visit);
  return html`<div class="notice">
    <h2>Nothing is like that</h2>
    <p>
      No item passes these filters. All words of a search must occur; a star at the end of a word takes what begins so.
    </p>
    <p>
      <a class="button" href="/">The whole board</a>
      ${visit.viewer !== undefined && html`<a class="button plain" href="/items/new">Post an item</a>`}
    </p>
  </div>`;
}
