import { showLeaderboard } from '../../../operations/reputation/show-leaderboard.ts';
import { LeaderboardQuery } from '../../../wire/api/leaderboard.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import { link } from '../../links.ts';
import { page } from '../../page.ts';
import { options, words } from '../../parts/choices.ts';
import { sharedOfNode } from '../../parts/open-graph.ts';
import { nextPage } from '../../parts/pager.ts';
import { rigLink } from '../../parts/rig.ts';
import { valueBar } from '../../parts/value-bar.ts';
import { queryOf, validated } from '../../validated.ts';

/** Who stands best here, by what is sure of them. */
export const leaders = page('/leaderboard', async ({ services, request }) => {
  const typed = queryOf(request, ['dimension', 'skill', 'cursor']);
  const query = validated(request, LeaderboardQuery, { ...typed }, 'querystring');
  const { dimension, items, next_cursor: next } = await showLeaderboard(services, query);
  const main = html`<h1>Leaderboard</h1>
    <p class="dim">
      By what each reputation is at least, under the roots that this node trusts: little evidence ranks low, however
      good.
    </p>
    <form class="filters" action="/leaderboard">
      <label
        ><span>Dimension</span
        ><select name="dimension">
          ${options(words(dimensions), dimension)}
        </select></label
      >
      <label><span>Skill</span><input class="short" name="skill" value="${typed['skill']}" maxlength="64" /></label>
      <button>Show</button>
    </form>
    ${
      items.length === 0
        ? html`<div class="notice">
            <p>
              Nobody’s work has been stamped by anybody whom this node trusts. <a href="/">Find something to do</a>, or
              vouch for somebody.
            </p>
          </div>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Rank</th>
                <th scope="col">Rig</th>
                <th scope="col">Where it lies</th>
                <th scope="col">At least</th>
                <th scope="col">Mean</th>
              </tr>
            </thead>
            <tbody>
              ${items.map(
                ({ rank, rig, mean, lower }) =>
                  html`<tr>
                    <td>${rank}</td>
                    <td>${rigLink(rig)}</td>
                    <td>${valueBar({ mean, lower })}</td>
                    <td>${lower.toFixed(2)}</td>
                    <td>${mean.toFixed(2)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${nextPage('/leaderboard', typed, next)}`;
  return { title: 'Leaderboard', place: '/rigs', shared: sharedOfNode(link('/leaderboard', typed)), main };
});
