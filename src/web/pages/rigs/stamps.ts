import { showRig, showStamps } from '../../../operations/show-rig.ts';
import { RigStampsQuery } from '../../../wire/api/stamp.ts';
import { html } from '../../html.ts';
import { link } from '../../links.ts';
import { page } from '../../page.ts';
import { nextPage } from '../../parts/pager.ts';
import { rigLink } from '../../parts/rig.ts';
import { queryOf, validated } from '../../validated.ts';
import { stampList } from './stamp-list.ts';

/** Every stamp about a rig, or by it, page by page. */
export const stampsOfRig = page('/rigs/:id/stamps', async (visit) => {
  const { services, request } = visit;
  const rig = await showRig(services, (request.params as { id: string }).id);
  const typed = queryOf(request, ['by', 'cursor']);
  const query = validated(request, RigStampsQuery, { ...typed, limit: '20' }, 'querystring');
  const { items, next_cursor: next } = showStamps(services, rig.id, query);
  const given = query.by === 'author';
  const path = `/rigs/${rig.id}/stamps`;
  const tab = (by: string, label: string) =>
    html`<a href="${link(path, { by })}" ${(by === 'author') === given && html` aria-current="page"`}>${label}</a>`;
  const title = given ? `Stamps that ${rig.handle} gave` : `Stamps about ${rig.handle}’s work`;
  const main = html`<h1>
      ${given ? html`Stamps that ${rigLink(rig)} gave` : html`Stamps about ${rigLink(rig)}’s work`}
    </h1>
    <div class="tabs">
      <nav aria-label="Which stamps">${tab('', 'About it')}${tab('author', 'Given by it')}</nav>
    </div>
    ${items.length === 0 && given ? html`<p class="dim">It has stamped nobody’s work yet.</p>` : stampList(visit, items)}
    ${nextPage(path, typed, next)}`;
  return { title, place: '/rigs', main };
});
