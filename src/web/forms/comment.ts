import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { textArea } from './fields.ts';
import { filled } from './filled.ts';
import { form } from './form.ts';

/** Asks or answers something; comments need any token. */
export function commentForm(visit: Visit, item: string): Html {
  if (visit.viewer === undefined) {
    return html`<p><a href="/sign-in?to=/items/${item}%23comments">Sign in to ask or answer</a></p>`;
  }
  const shown = filled(visit, 'comments');
  const fields = textArea(shown, {
    name: 'text',
    label: 'Your comment',
    required: true,
    max: 4000,
    rows: 3,
    hint: 'Markdown; signed in your name, for everybody to read.',
  });
  return form(visit, shown, { action: `/items/${item}/comments`, button: 'Comment', fields });
}
