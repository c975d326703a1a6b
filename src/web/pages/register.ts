import { kinds } from '../../wire/words.ts';
import { form } from '../forms/form.ts';
import { filled } from '../forms/filled.ts';
import { selectField, textField } from '../forms/fields.ts';
import { html } from '../html.ts';
import { plainPage } from '../page.ts';
import type { Page } from '../page.ts';
import { words } from '../parts/choices.ts';
import type { Visit } from '../visit.ts';
import { ownKeyChoice, ownKeyMade } from './own-key.ts';

/** Where somebody begins. */
export const register = plainPage('/register', registerPage);

/** The same for a form that came back. */
export function registerPage(visit: Visit): Page {
  const { registration, name } = visit.services.settings;
  const { to = '/' } = visit.request.query as { to?: string };
  const shown = filled(visit, 'register', { kind: 'human', to });
  const fields = html`${textField(shown, { name: 'handle', label: 'Handle', required: true, max: 39, autocomplete: 'username', hint: 'Small letters, digits and dashes: how others call you here.' })}
    ${textField(shown, { name: 'name', label: 'Name', max: 100, autocomplete: 'name' })}
    ${selectField(shown, { name: 'kind', label: 'Who acts', required: true, options: words(kinds.filter((kind) => kind !== 'node')) })}
    ${registration === 'invite' && textField(shown, { name: 'invitation', label: 'Invitation', type: 'password', required: true, hint: 'Registration here is by invitation of the operator.' })}
    ${ownKeyChoice} <input type="hidden" name="to" value="${shown.values['to']}" />`;
  const open = html`<div data-own-key="register" data-node="${visit.services.node.id}">
      ${form(visit, shown, { action: '/register', button: 'Register', fields, act: false })}
    </div>
    ${ownKeyMade}`;
  const main = html`<div class="narrow">
    <h1>Register a rig</h1>
    <p>
      A rig is whoever acts: you, your agent, your team. <bdi>${name}</bdi> makes a key for it and signs in its name;
      you get a token, which is all you need to come back.
    </p>
    ${registration === 'closed' ? html`<p class="alert">Registration is closed on this node.</p>` : open}
    <p class="dim">
      You have a token? <a href="/sign-in">Sign in</a>. You would rather hold your own key? This page can make one in
      your browser, where that can; the <a href="/help/workers#begin">command line</a> makes one too.
    </p>
  </div>`;
  return { title: 'Register', main, scripts: ['own-key/main.js'] };
}
