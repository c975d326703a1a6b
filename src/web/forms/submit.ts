import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { textArea } from './fields.ts';
import { filled } from './filled.ts';
import { form } from './form.ts';

/** Hands in work. */
export function submitForm(visit: Visit, item: string): Html {
  const shown = filled(visit, 'submit');
  const fields = html`${textArea(shown, { name: 'evidence', label: 'Evidence', required: true, rows: 3, hint: 'One link a line: a pull request, a document, a recording. What follows a link on its line is a note to it.' })}
  ${textArea(shown, { name: 'summary', label: 'Summary', max: 4000, hint: 'What you did, in Markdown.' })}`;
  return form(visit, shown, { action: `/items/${item}/submit`, button: 'Hand in', fields });
}
