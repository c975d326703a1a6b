import type { Stamp } from '../../wire/api/stamp.ts';
import type { Html } from '../html.ts';
import { may } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { textField } from './fields.ts';
import { filled } from './filled.ts';
import { folded, form } from './form.ts';

/** The author of a stamp may take it back, in public. */
export function revokeForm(visit: Visit, { id, author, revoked }: Stamp): Html | false {
  if (visit.viewer?.who.id !== author.id || revoked || !may(visit, 'stamp')) return false;
  const shown = filled(visit, `revoke-${id}`);
  const fields = textField(shown, { name: 'reason', label: 'Reason', required: true, max: 1000 });
  const whole = form(visit, shown, { action: `/stamps/${id}/revoke`, button: 'Revoke', fields, look: 'danger' });
  return folded('Revoke it', shown, whole);
}
