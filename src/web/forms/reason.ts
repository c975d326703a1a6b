import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { textField } from './fields.ts';
import { filled } from './filled.ts';
import { folded, form } from './form.ts';

interface ReasonParts {
  name: string;
  title: string;
  button: string;
  field?: string;
  label?: string;
}

/** An act on an item with one sentence about it. */
export function reasonForm(visit: Visit, item: string, parts: ReasonParts): Html {
  const { name, title, button, field = 'reason', label = 'Reason' } = parts;
  const shown = filled(visit, name);
  const fields = textField(shown, { name: field, label, max: 1000 });
  return folded(title, shown, form(visit, shown, { action: `/items/${item}/${name}`, button, fields, look: 'plain' }));
}
