import type { Rig } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { valueBar } from '../../parts/value-bar.ts';
import { valueTable } from '../../parts/value-table.ts';
import { growthPicture } from './growth.ts';
import { homes } from './homes.ts';

/** How a rig stands under the roots that this node trusts: another node may see it otherwise. */
export function standing({ id, reputation, skills, growth, homes: shares, weight }: Rig): Html {
  return html`<section id="standing">
    <h2>How it stands here</h2>
    ${valueTable(reputation)}
    <p class="dim">
      From 0 to 1, under the roots that this node trusts: what a stamp gives depends on who vouches for its author.
      <a href="/rigs/${id}/explained">Explained stamp by stamp</a>, and
      <a href="/rigs/${id}/views">how other nodes see it</a>. Its own judgement weighs ${weight.toFixed(2)}, where 1 is
      that of a typical validator whom a root trusts.
    </p>
    ${growthPicture(growth)}
    ${
      skills.length > 0 &&
      html`<h3>By skill</h3>
        <ul class="skills">
          ${skills.map(
            ({ skill, stamps, reputation: values }) =>
              html`<li>
                <bdi class="skill">${skill}</bdi> ${valueBar(values.quality)}
                <span class="dim"
                  >quality at least ${values.quality.lower.toFixed(2)}, ${stamps}
                  ${stamps === 1 ? 'stamp' : 'stamps'}</span
                >
              </li>`,
          )}
        </ul>`
    }
    ${homes(shares)}
  </section>`;
}
