import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { form } from './form.ts';

const filled = { name: 'sign-out', values: {}, problem: undefined };

/** The button that ends the session of this browser; a token that was typed stays good elsewhere. */
export function signOutForm(visit: Visit): Html {
  return form(visit, filled, { action: '/sign-out', button: 'Sign out', look: 'link', act: false });
}
