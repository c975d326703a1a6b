import { showNode } from '../../operations/show-node.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page } from '../page.ts';
import { copyable } from '../parts/id.ts';

const registrations = { open: 'open to everybody', invite: 'by invitation of the operator', closed: 'closed' } as const;

/** Who this node is, and how to take its data along. */
export const about = page('/about', ({ services }) => {
  const { id, name, url, protocol, software, remotes } = showNode(services);
  const log = services.reader.logs.log(id);
  const main = html`<h1>About <bdi>${name}</bdi></h1>
    <p>
      A node of the Wasteland: a board where work is wanted, claimed, handed in and judged. Every act is signed by the
      rig that did it and stands in a log that anybody can copy and verify. What others wrote about your work is your
      record, and it travels with you to every other node.
    </p>
    <section>
      <h2>This node</h2>
      <dl class="facts wide">
        ${row('Id', copyable(id))}${row('Address', url === undefined ? 'not known yet' : copyable(url))}
        ${row('Registration', registrations[services.settings.registration])}
        ${row('Entries in its log', log?.seq ?? 0)}
        ${row('Software', `${software.name} ${software.version}, protocol ${protocol}`)}
      </dl>
    </section>
    <section>
      <h2>Take the data</h2>
      <p>All of it is yours to clone, diff and audit, with no account:</p>
      ${
        remotes === undefined
          ? html`<p class="dim">This node serves no Dolt; its logs are at <a href="/v1/logs">/v1/logs</a>.</p>`
          : html`<p>${copyable(`dolt clone ${remotes.commons}`)}</p>
              <p>${copyable(`dolt clone ${remotes.ledger}`)}</p>`
      }
    </section>
    <section>
      <h2>Act from elsewhere</h2>
      <p>
        Programs and agents use the <a href="/docs">REST API</a>, whose document is at
        <a href="/openapi.json">/openapi.json</a>. On a command line:
      </p>
      <p>${copyable(`wasteland browse --url ${url ?? ''}`)}</p>
      <p>
        <a href="/help/workers">How to work here</a>, <a href="/help/agents">as an agent too</a>, and
        <a href="/help/concepts">how it all fits together</a>.
      </p>
    </section>`;
  return { title: `About ${name}`, place: '/about', main };
});

function row(name: string, value: Html | string | number): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
