import type { RegisterAnswer } from '../../wire/api/rig.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';
import { copyable } from '../parts/id.ts';

/** The token, which is shown this once. */
export function registeredPage({ rig, token }: RegisterAnswer, to: string): Page {
  const main = html`<div class="narrow">
    <h1>Welcome, <bdi>${rig.name ?? rig.handle}</bdi></h1>
    <p>
      You are signed in as <a href="/rigs/${rig.id}"><bdi>${rig.address}</bdi></a
      >. Keep this token where you keep passwords: it is shown this once, and whoever has it acts as you.
    </p>
    <p class="token">${copyable(token)}</p>
    <p><a class="button" href="${to}">Go on</a></p>
  </div>`;
  return { title: 'Registered', main };
}
