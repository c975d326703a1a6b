import type { Services } from '../../../operations/ports.ts';
import type { RigSignals, Signal } from '../../../wire/api/signal.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { shortId } from '../../parts/id.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';

/** Of the rigs and the stamps that a signal names. */
const rigsShown = 10;
const stampsShown = 5;

/** What shows in who stamps whom, how and when: beside the numbers, with how honest people come to look like it. */
export function signals(services: Services, { signals: all, audited_at: at }: RigSignals): Html {
  return html`<section id="signals">
    <h2>Worth a look</h2>
    <p class="dim">
      What shows in who stamps whom, how and when. It is part of no number here and proves nothing: honest work can look
      so too.${at !== undefined && html` Rings and closed circles were last looked for ${when(at)}.`}
    </p>
    ${all.length === 0 ? html`<p>Nothing stands out.</p>` : all.map((signal) => signalBox(services, signal))}
  </section>`;
}

function signalBox(services: Services, signal: Signal): Html {
  const { kind, rigs, size, stamps, from, to, seen, innocent } = signal;
  const more = size - Math.min(rigs.length, rigsShown);
  return html`<div class="said signal">
    <h3>${kind.replaceAll('_', ' ')}</h3>
    <p dir="auto">${seen}</p>
    <p class="meta">
      ${rigs.slice(0, rigsShown).map((rig) => html`${rigLink(rig)} `)}${more > 0 && `and ${more} more`}<br />
      ${when(from)}${to !== from && html` to ${when(to)}`}, ${stamps.count} of ${stamps.of} stamps:
      ${stamps.ids.slice(0, stampsShown).map((id) => html`${stampLink(services, id)} `)}
    </p>
    <p><strong>It may be innocent.</strong> ${innocent}</p>
  </div>`;
}

function stampLink({ reader: { items } }: Services, id: string): Html {
  const item = items.completion(items.stamp(id)?.completion ?? '')?.item;
  return html`<a href="${item === undefined ? `/v1/stamps/${id}` : `/items/${item}#${id}`}">${shortId(id)}</a>`;
}
