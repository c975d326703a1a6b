import { explainReputation } from '../../../operations/reputation/explain-reputation.ts';
import { ExplainQuery } from '../../../wire/api/explanation.ts';
import type { ExplainedStamp } from '../../../wire/api/explanation.ts';
import { dimensions } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { page } from '../../page.ts';
import { nextPage } from '../../parts/pager.ts';
import { rigLink } from '../../parts/rig.ts';
import { stampBox } from '../../parts/stamp.ts';
import { valueTable } from '../../parts/value-table.ts';
import { queryOf, validated } from '../../validated.ts';
import type { Visit } from '../../visit.ts';

/** What each stamp gives to a reputation and why. */
export const explained = page('/rigs/:id/explained', async (visit) => {
  const { services, request } = visit;
  const typed = queryOf(request, ['cursor']);
  const query = validated(request, ExplainQuery, { ...typed, limit: '20' }, 'querystring');
  const answer = await explainReputation(services, (request.params as { id: string }).id, query);
  const { rig, reputation, raise, items, next_cursor: next } = answer;
  const main = html`<h1>Why ${rigLink(rig)} stands so</h1>
    ${valueTable(reputation)}
    ${
      raise.length > 0 &&
      html`<section>
        <h2>What would raise it</h2>
        <ul class="prose">
          ${raise.map((each) => html`<li>${each}</li>`)}
        </ul>
      </section>`
    }
    <section>
      <h2>Stamp by stamp</h2>
      <p class="dim"><a href="/help/concepts#reputation">Where weight comes from</a>, in a picture.</p>
      <p class="dim">Those that give most first. Without any, each mean is 0.50.</p>
      ${items.length === 0 ? html`<p>Nobody has stamped its work yet.</p>` : items.map((one) => explainedStamp(visit, one))}
    </section>
    ${nextPage(`/rigs/${rig.id}/explained`, typed, next)}`;
  return { title: `Why ${rig.handle ?? rig.id} stands so`, place: '/rigs', main };
});

function explainedStamp(visit: Visit, { stamp, weight, path, parts }: ExplainedStamp): Html {
  const given = dimensions.flatMap((name) => {
    const part = parts[name];
    return part === undefined
      ? []
      : [
          html`<li>
            ${name}: moves the mean by ${part.share.toFixed(3)}
            <span class="dim"
              >weight ${weight.toFixed(2)} × confidence ${part.c.toFixed(2)} × discount
              ${part.discount.toFixed(2)}</span
            >
          </li>`,
        ];
  });
  return html`<div class="said">
    ${stampBox(visit, stamp)}
    <ul>
      ${given}
    </ul>
    <p class="meta">
      ${weight === 0 ? 'No vouch leads from a root of this node to its author: it gives nothing here.' : html`Trusted by way of ${path.map((who) => html`${rigLink(who)} `)}`}
    </p>
  </div>`;
}
