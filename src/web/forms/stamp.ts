import type { Completion } from '../../wire/api/completion.ts';
import type { Stamp } from '../../wire/api/stamp.ts';
import type { Html } from '../html.ts';
import { may } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { filled } from './filled.ts';
import { folded, form } from './form.ts';
import { stampFields } from './stamp-fields.ts';

/** For whoever may judge this work and hasn't yet. */
export function stampForm(visit: Visit, { id, worker }: Completion, stamps: readonly Stamp[]): Html | false {
  const { viewer } = visit;
  if (viewer === undefined || viewer.who.id === worker.id || !may(visit, 'stamp')) return false;
  const given = stamps.some(
    ({ author, completion, revoked }) => author.id === viewer.who.id && completion === id && !revoked,
  );
  if (given) return false;
  const shown = filled(visit, `stamp-${id}`);
  const whole = form(visit, shown, { action: `/completions/${id}/stamp`, button: 'Stamp', fields: stampFields(shown) });
  return folded('Stamp this work', shown, whole);
}
