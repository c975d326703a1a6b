import type { Rig } from '../../wire/api/rig.ts';
import type { Html } from '../html.ts';
import { may } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { textField } from './fields.ts';
import { filled } from './filled.ts';
import { folded, form } from './form.ts';

/** Says that the viewer trusts this rig's judgement, or no longer. */
export function vouchForm(visit: Visit, { id }: Rig): Html | false {
  const { viewer, services } = visit;
  if (viewer === undefined || viewer.who.id === id || !may(visit, 'stamp')) return false;
  const mine = services.reader.records.vouches({ giver: viewer.who.id, subject: id }, { limit: 1 }).items;
  if (mine.length > 0) {
    const back = filled(visit, 'unvouch');
    return form(visit, back, { action: `/rigs/${id}/unvouch`, button: 'Withdraw your vouch', look: 'plain' });
  }
  const shown = filled(visit, 'vouch');
  const fields = textField(shown, { name: 'note', label: 'Why', max: 1000 });
  const whole = form(visit, shown, { action: `/rigs/${id}/vouch`, button: 'Vouch', fields });
  return folded('Vouch for its judgement', shown, whole);
}
