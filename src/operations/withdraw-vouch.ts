import { WastelandError } from '../errors.ts';
import type { TakenBack } from '../wire/api/acts.ts';
import type { OutboxEntry, Queued } from '../wire/api/outbox.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import type { Acting, Done } from './acting.ts';
import { findRigId } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import { deliverAct, logHere } from './perform-act.ts';
import type { Services } from './ports.ts';
import { signActs } from './sign-acts.ts';
import type { Act } from './sign-acts.ts';

/** Takes back every vouch that this rig gave another; `not_found` when none stands. */
export async function withdrawVouch(
  services: Services,
  acting: Acting,
  subject: string,
): Promise<Done<TakenBack, Queued>> {
  const aud = stampHome(services, acting.rig);
  const acts = standing(services, acting, findRigId(services, subject)).map((vouch): Act => ({
    type: 'vouch.withdrawn',
    aud,
    body: { vouch },
  }));
  const tokens = await signActs(services, acting, acts);
  if (aud === services.node.id) return { kind: 'done', answer: { events: await logHere(services, acts, tokens) } };
  const events: EventReceipt[] = [];
  let outbox: OutboxEntry | undefined;
  for (const [index, act] of acts.entries()) {
    const token = tokens[index];
    const performed = token === undefined ? undefined : await deliverAct(services, acting.rig, act, token);
    if (performed?.kind === 'queued') outbox = performed.outbox;
    else if (performed !== undefined) events.push(performed.event);
  }
  return outbox === undefined ? { kind: 'done', answer: { events } } : { kind: 'queued', answer: { outbox } };
}

function standing(services: Services, acting: Acting, subject: string): string[] {
  const given = services.reader.state.table('vouches').list('giver', acting.rig, subject);
  // A retry finds them withdrawn already: what it signed then is what it means now.
  const retry = (acting.kept?.tokens?.length ?? 0) > 0;
  const ids = given.filter((vouch) => retry || !vouch.withdrawn).map((vouch) => vouch.id);
  if (ids.length === 0) throw new WastelandError('not_found', 'no vouch of this rig for that one stands');
  return ids;
}
