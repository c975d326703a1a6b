import type { HistoryEntry } from '../../../wire/api/lifecycle.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';
import { eventWords } from './event-words.ts';

/** Who did what and when: each line with its signer, key, place in a log, and the way to check it. */
export function historyList(item: string, entries: readonly HistoryEntry[], more: boolean): Html {
  return html`<section id="history">
    <h2>History</h2>
    <ol class="history">
      ${entries.map(historyLine)}
    </ol>
    ${more && html`<p><a href="/items/${item}/history">All of its history</a></p>`}
  </section>`;
}

/** One entry about an item. */
export function historyLine(entry: HistoryEntry): Html {
  const { author, type, at, verdict, kid, origin, seq } = entry;
  return html`<li${verdict !== 'ok' && html` class="void"`}><p>${rigLink(author)} ${eventWords(type)} ${when(at)}
${verdict !== 'ok' && html`<span class="badge withdrawn">${verdict}</span>`}
${entry.key_dropped && html`<span class="badge waits">key dropped since</span>`}</p>
<p class="meta">${kid !== undefined && html`key <code title="${kid}">${kid.slice(0, 10)}</code> · `}log <code title="${origin}">${origin.slice(0, 10)}</code>, entry ${seq} · <a href="/entries/${origin}/${seq}">verify<span class="hidden"> entry ${seq}</span></a></p></li>`;
}
