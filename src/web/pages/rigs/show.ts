import { browseWanted } from '../../../operations/browse-wanted.ts';
import { showSignals } from '../../../operations/reputation/show-signals.ts';
import { showCompletions, showRig, showStamps, showVouches } from '../../../operations/show-rig.ts';
import { vouchForm } from '../../forms/vouch.ts';
import { html } from '../../html.ts';
import { link } from '../../links.ts';
import { page } from '../../page.ts';
import type { Page } from '../../page.ts';
import type { Visit } from '../../visit.ts';
import { itemList } from '../board/list.ts';
import { elsewhere } from './elsewhere.ts';
import { evidence } from './evidence.ts';
import { given } from './given.ts';
import { identityFacts } from './identity-facts.ts';
import { signals } from './signals.ts';
import { stampList } from './stamp-list.ts';
import { sharedOf, summaryOf } from './shared.ts';
import { standing } from './standing.ts';
import { tier } from './tier.ts';
import { vouches } from './vouches.ts';
import { work } from './work.ts';

/** Of each kind so many; the lists have all. */
const shown = 10;

/** A rig's profile: what others wrote about what it did, and who it says it is. */
export const rig = page('/rigs/:id', rigPage);

/** The same for forms that come back with what was typed. */
export async function rigPage(visit: Visit): Promise<Page> {
  const { services, request } = visit;
  const rig = await showRig(services, (request.params as { id: string }).id);
  const limited = { limit: shown };
  const about = showStamps(services, rig.id, limited);
  const by = showStamps(services, rig.id, { ...limited, by: 'author' });
  const done = showCompletions(services, rig.id, limited);
  const postings = await browseWanted(services, { ...limited, posted_by: rig.id, sort: '-created' });
  const main = html`<article class="profile">
    <header>
      <h1>
        <bdi>${rig.handle}</bdi> ${rig.name !== undefined && html`<span class="dim" dir="auto">${rig.name}</span>`}
      </h1>
      <p class="meta">
        <span class="badge">${rig.kind}</span>
        ${rig.status !== 'active' && html`<span class="badge withdrawn">${rig.status}</span>`} <bdi>${rig.address}</bdi>
      </p>
    </header>
    <div class="sides">
      <div class="body">
        ${standing(rig)}${evidence(rig.evidence)}
        <section id="stamps">
          <h2>Stamps about it</h2>
          ${stampList(visit, about.items)}
          ${about.next_cursor !== null && html`<p><a href="/rigs/${rig.id}/stamps">All stamps about it</a></p>`}
        </section>
        ${work(rig.id, done)}
        <section>
          <h2>Posted</h2>
          ${postings.items.length === 0 ? html`<p class="dim">Nothing.</p>` : itemList(postings.items)}
          ${postings.next_cursor !== null && html`<p><a href="${link('/', { posted_by: rig.id, sort: '-created' })}">All its postings</a></p>`}
        </section>
        ${given(rig.id, by)}${signals(services, showSignals(services, rig.id))}
      </div>
      <aside aria-label="Identity">
        ${tier(rig.id, rig.tier)}${identityFacts(services, rig)}
        ${vouches(showVouches(services, rig.id, limited), showVouches(services, rig.id, { ...limited, by: 'giver' }))}
        ${vouchForm(visit, rig)}${elsewhere(rig)}
      </aside>
    </div>
  </article>`;
  return {
    title: rig.name === undefined ? rig.handle : `${rig.name} (${rig.handle})`,
    place: '/rigs',
    summary: summaryOf(rig),
    shared: sharedOf(rig),
    live: { rig: rig.id },
    main,
  };
}
