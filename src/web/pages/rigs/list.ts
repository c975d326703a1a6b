import { browseRigs } from '../../../operations/browse-rigs.ts';
import { kinds } from '../../../wire/words.ts';
import { RigsQuery } from '../../../wire/api/rig.ts';
import type { RigSummary } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { page } from '../../page.ts';
import { options, words } from '../../parts/choices.ts';
import { nextPage } from '../../parts/pager.ts';
import { rigLink } from '../../parts/rig.ts';
import { queryOf, validated } from '../../validated.ts';

/** Who acts here. */
export const rigs = page('/rigs', ({ request, services }) => {
  const typed = queryOf(request, ['q', 'kind', 'skill', 'owner', 'home', 'cursor']);
  const query = validated(request, RigsQuery, { ...typed }, 'querystring');
  const { items, next_cursor: next } = browseRigs(services, query);
  const main = html`<h1>Rigs</h1>
    <p class="dim">
      Whoever acts: people, agents, teams, organisations, and the nodes themselves.
      <a href="/leaderboard">Who stands best</a>.
    </p>
    <form class="filters" role="search" action="/rigs">
      <label class="grow"
        ><span>Search</span
        ><input type="search" name="q" value="${typed['q']}" placeholder="handle or name" maxlength="200"
      /></label>
      <label
        ><span>Kind</span
        ><select name="kind">
          ${options([['', 'Any'], ...words(kinds)], typed['kind'])}
        </select></label
      >
      <label><span>Skill</span><input class="short" name="skill" value="${typed['skill']}" maxlength="64" /></label>
      <button>Search</button>${Object.keys(typed).length > 0 && html`<a class="reset" href="/rigs">Reset</a>`}
    </form>
    ${
      items.length === 0
        ? html`<div class="notice"><p>No rig is like that.</p></div>`
        : html`<ul class="rows">
            ${items.map(row)}
          </ul>`
    }
    ${nextPage('/rigs', typed, next)}`;
  return { title: 'Rigs', place: '/rigs', main };
});

function row(rig: RigSummary): Html {
  return html`<li class="row">
    <div>
      <h2>${rigLink(rig)} ${rig.name !== undefined && html`<span class="dim" dir="auto">${rig.name}</span>`}</h2>
      <p class="meta"><bdi>${rig.address}</bdi></p>
    </div>
    <div class="state">
      <span class="badge">${rig.kind}</span
      >${rig.status !== 'active' && html`<span class="badge withdrawn">${rig.status}</span>`}
    </div>
  </li>`;
}
