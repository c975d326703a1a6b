import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { may } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { signOutForm } from '../forms/sign-out.ts';
import { shortName } from './rig.ts';

/** At the top of every page: who looks, or the way in. */
export function account(visit: Visit): Html {
  const { viewer } = visit;
  if (viewer === undefined) {
    return html`<div class="account">
      <a href="/sign-in?to=${encodeURIComponent(backTo(visit.url))}">Sign in</a>
      <a class="button" href="/register">Register</a>
    </div>`;
  }
  return html`<div class="account">
    ${may(visit, 'post') && html`<a class="button" href="/items/new">New item</a>`}
    <a href="/rigs/${viewer.who.id}" dir="auto">${shortName(viewer.who)}</a>
    ${signOutForm(visit)}
  </div>`;
}

/** Where a visitor who signs in goes on: never to the sign-in itself. */
function backTo(url: string): string {
  return /^\/(sign-in|register|sign-out)\b/.test(url) ? '/' : url;
}
