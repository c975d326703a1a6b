import type { VouchAnswer } from '../wire/api/acts.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { VouchRequest } from '../wire/api/rig.ts';
import type { Acting, Done } from './acting.ts';
import { actAtHome } from './act-at-home.ts';
import { findRigId } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { vouchView } from './views/record.ts';
import { present } from './views/present.ts';

/** Says "I trust this rig's judgement". */
export async function giveVouch(
  services: Services,
  acting: Acting,
  request: VouchRequest,
): Promise<Done<VouchAnswer, Queued>> {
  const body = { subject: findRigId(services, request.subject), ...present({ note: request.note }) };
  const act = { type: 'vouch.given', aud: stampHome(services, acting.rig), body } as const;
  const vouches = services.reader.state.table('vouches');
  const done = await actAtHome(services, acting, act, (made) => vouches.get(made));
  if (done.kind === 'queued') return { kind: 'queued', answer: { outbox: done.outbox } };
  return { kind: 'made', answer: { vouch: vouchView(namesOf(services), done.row), event: done.event } };
}
