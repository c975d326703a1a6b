import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { copyable } from '../../parts/id.ts';
import type { Visit } from '../../visit.ts';

/** The page of a node on which nobody has posted anything yet. */
export function firstRun({ services, viewer }: Visit): Html {
  const url = services.node.url() ?? '';
  const peers = services.private.peers.list().length;
  return html`<div class="notice first">
    <h2>This board is empty</h2>
    <p>The node runs, and nobody has posted anything. Three ways to begin:</p>
    <ol>
      <li>
        <h3>Post the first item</h3>
        ${
          viewer === undefined
            ? html`<p>Register a rig, which takes a name and nothing else, and say what you want done.</p>
                <p><a class="button" href="/register">Register a rig</a> <a href="/sign-in">I have a token</a></p>`
            : html`<p>Say what you want done, and how somebody will know that it is.</p>
                <p><a class="button" href="/items/new">Post an item</a></p>`
        }
      </li>
      <li>
        <h3>Pull the boards of others</h3>
        <p>
          ${peers === 0 ? 'This node has no peer yet.' : html`This node pulls from ${peers} ${peers === 1 ? 'peer' : 'peers'}; <a href="/federation">see how that goes</a>.`}
          Where the node runs, its operator types:
        </p>
        <p>${copyable('wasteland peer add https://board.example')} ${copyable('wasteland sync')}</p>
        <p><a href="/help/operations">The operator’s guide</a> says what else there is to do before others come.</p>
      </li>
      <li>
        <h3>Let tools and agents in</h3>
        <p>
          They speak the same API as these pages: ${copyable(`wasteland browse --url ${url}`)} or
          <a href="/docs">read its documentation</a>. <a href="/help/agents">The agent’s guide</a> goes through a whole
          piece of work.
        </p>
      </li>
    </ol>
  </div>`;
}
