import { form } from '../forms/form.ts';
import { filled } from '../forms/filled.ts';
import { selectField, textField } from '../forms/fields.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { link } from '../links.ts';
import { plainPage } from '../page.ts';
import type { Page } from '../page.ts';
import type { Visit } from '../visit.ts';

/** Where somebody who has a token, or a key in this browser, comes in. */
export const signIn = plainPage('/sign-in', signInPage);

/** The same for a token or a proof that wasn't good. */
export function signInPage(visit: Visit): Page {
  const { to = '/', over } = visit.request.query as { to?: string; over?: string };
  const shown = filled(visit, 'sign-in', { to });
  const fields = html`${textField(shown, { name: 'token', label: 'Token', type: 'password', required: true, autocomplete: 'current-password', hint: 'What you got when you registered, or made with the command line.' })}
    <input type="hidden" name="to" value="${shown.values['to']}" />`;
  const main = html`<div class="narrow">
    <h1>Sign in</h1>
    ${over !== undefined && html`<p class="alert" role="alert">Your session is over. Sign in again: what you typed is kept, and comes back.</p>`}
    ${insecure(visit) && html`<p class="alert">This node is reached by plain http: whoever listens on the way can read your token.</p>`}
    ${ownKey(visit, to)} ${form(visit, shown, { action: '/sign-in', button: 'Sign in', fields, act: false })}
    <p class="dim">No token yet? <a href="${link('/register', { to: shown.values['to'] })}">Register a rig</a>.</p>
  </div>`;
  return { title: 'Sign in', main, scripts: ['own-key/main.js'] };
}

/** Shown by the script, in a browser that has keys of its own. */
function ownKey(visit: Visit, to: string): Html {
  const shown = filled(visit, 'own-key', { to });
  const { problem, values } = shown;
  const fields = html`${selectField(shown, { name: 'rig', label: 'Rig', required: true, options: [] })}
    <input type="hidden" name="proof" /><input type="hidden" name="to" value="${values['to']}" />`;
  return html`<section
    data-own-key="sign-in"
    data-node="${visit.services.node.id}"
    ${problem === undefined && html` hidden`}
  >
    <h2>With a key in this browser</h2>
    ${form(visit, shown, { action: '/sign-in/key', button: 'Sign in with its key', fields, act: false })}
    <h2>With a token</h2>
  </section>`;
}

/** Plain http is fine on this very machine only. */
function insecure({ services, request }: Visit): boolean {
  if (request.protocol === 'https' || services.node.url()?.startsWith('https:') === true) return false;
  return !/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(request.host);
}
