import { WastelandError } from '../../errors.ts';
import { showEntry } from '../../operations/show-entry.ts';
import type { ShownEntry } from '../../operations/show-entry.ts';
import { namesOf } from '../../operations/views/names.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page } from '../page.ts';
import { copyable } from '../parts/id.ts';
import { rigLink } from '../parts/rig.ts';
import { when } from '../parts/time.ts';
import type { Visit } from '../visit.ts';
import { eventWords } from './items/event-words.ts';

/** One entry of a log: what was signed, by whom, and the proof of its place. */
export const entry = page('/entries/:origin/:seq', async (visit) => {
  const { origin, seq } = visit.request.params as { origin: string; seq: string };
  if (!/^[1-9]\d{0,14}$/.test(seq)) throw new WastelandError('not_found', 'entries of a log are numbered from 1');
  const shown = await showEntry(visit.services, origin, Number(seq));
  const { proof } = shown;
  const main = html`<h1>Entry ${seq}</h1>
    ${said(visit, shown)}
    <section>
      <h2>Checked just now, by this node</h2>
      ${checks(shown)}
    </section>
    <section>
      <h2>Check it yourself</h2>
      <p>
        Believe neither this page nor this node: the command asks for text, proof and keys, and checks all of it where
        you are.
      </p>
      <p>${copyable(`wasteland log ${origin} --proof ${seq} --url ${visit.services.node.url() ?? ''}`)}</p>
      <p>
        <a href="/v1/logs/${origin}/events?after=${Number(seq) - 1}&amp;limit=1">The entry</a> ·
        <a href="/v1/logs/${origin}/proof?seq=${seq}">the proof</a> ·
        <a href="/v1/rigs/${shown.entry.author?.id ?? origin}/identity">its author’s documents</a>
      </p>
    </section>
    <section>
      <h2>The signed text</h2>
      <pre class="raw">${shown.text}</pre>
    </section>
    <section>
      <h2>The proof</h2>
      <dl class="facts wide">
        ${row('Hash of the text', proof.hash)}${row('Leaf', proof.leaf)}${row(`Root of the first ${proof.size}`, proof.root)}
      </dl>
      <ol class="hashes">
        ${proof.proof.map((hash) => html`<li><code>${hash}</code></li>`)}
      </ol>
      ${
        proof.checkpoint !== undefined &&
        html`<p>The checkpoint that the log’s node signed over this root:</p>
          <pre class="raw">${proof.checkpoint}</pre>`
      }
    </section>`;
  return { title: `Entry ${seq} of ${origin.slice(0, 10)}`, main };
});

function said({ services }: Visit, { entry }: ShownEntry): Html {
  const { author, type = '', at, kid, origin, item, body } = entry;
  return html`<p>
      ${author !== undefined ? rigLink(author) : 'Somebody'} ${eventWords(type)} ${when(at)}, as the log of
      ${rigLink(namesOf(services)(origin))} has it.
      ${item !== undefined && html`<a href="/items/${item}">To the item</a>`}
    </p>
    <dl class="facts wide">${row('Log', origin)}${kid !== undefined && row('Signed with key', kid)}</dl>
    ${body !== undefined && html`<pre class="raw">${JSON.stringify(body, null, 2)}</pre>`}`;
}

function checks({ entry, sameText, included, proof, text }: ShownEntry): Html {
  const withheld = text.startsWith('~');
  return html`<ul class="checks">
    ${check(withheld || sameText, withheld ? 'the text is withheld; its hash stands in the log' : 'the text has the hash that stands in the log')}
    ${check(included, `the hash is entry ${proof.seq} of a log of ${proof.size} entries with this root`)}
    ${check(entry.verdict === 'ok', entry.verdict === 'ok' ? 'signed by a key of its author, and allowed when it was logged' : `its verdict is “${entry.verdict}”: it stands in the log and has no effect`)}
  </ul>`;
}

function check(holds: boolean, what: string): Html {
  return html`<li class="${holds ? 'holds' : 'fails'}">
    <strong>${holds ? 'Holds' : 'Does not hold'}:</strong> ${what}
  </li>`;
}

function row(name: string, text: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${copyable(text)}</dd>
  </div>`;
}
