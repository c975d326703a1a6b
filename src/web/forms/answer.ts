import type { Stamp } from '../../wire/api/stamp.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { textArea } from './fields.ts';
import { filled } from './filled.ts';
import { folded, form } from './form.ts';

/** The subject of a stamp may answer it: that stands wherever the stamp does. */
export function answerForm(visit: Visit, { id, subject }: Stamp): Html | false {
  if (visit.viewer?.who.id !== subject.id) return false;
  const shown = filled(visit, `answer-${id}`);
  const fields = textArea(shown, { name: 'text', label: 'Your answer', required: true, max: 4000, rows: 2 });
  return folded('Answer it', shown, form(visit, shown, { action: `/stamps/${id}/answer`, button: 'Answer', fields }));
}
