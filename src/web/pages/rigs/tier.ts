import type { RigTier } from '../../../wire/api/gate.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { when } from '../../parts/time.ts';

/** What a rig may do here, why, and what is missing for more. */
export function tier(rig: string, { level, name, since, reasons, missing }: RigTier): Html {
  return html`<section class="related">
    <h2>Tier ${level}: ${name}</h2>
    ${since !== undefined && html`<p class="meta">since ${when(since)}</p>`}
    ${
      reasons.length > 0 &&
      html`<ul>
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>`
    }
    ${
      missing.length > 0 &&
      html`<p class="meta">Missing for the next:</p>
        <ul class="missing">
          ${missing.map((each) => html`<li>${each}</li>`)}
        </ul>`
    }
    <p class="meta"><a href="/v1/rigs/${rig}/tiers">How it went, as JSON</a></p>
  </section>`;
}
