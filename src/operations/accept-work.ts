import type { Token } from '../identity/strict-jws.ts';
import type { AcceptAnswer, AcceptQueued, AcceptRequest } from '../wire/api/lifecycle.ts';
import type { Acting, Done } from './acting.ts';
import { itemAfter } from './act-on-item.ts';
import { stampHome, stampOn } from './issue-stamp.ts';
import { liveSubmission } from './live-submission.ts';
import { deliverAct, documentsOf, logHere, queuedAct } from './perform-act.ts';
import type { Performed } from './perform-act.ts';
import type { Services } from './ports.ts';
import { signActs } from './sign-acts.ts';
import type { Act } from './sign-acts.ts';
import { namesOf } from './views/names.ts';
import { stampView } from './views/record.ts';

export type AcceptDone = Done<AcceptAnswer, AcceptQueued>;

interface Signed {
  act: Act;
  token: Token;
}

/**
 * Accepts the latest submission and, when asked to, stamps it. These are two acts: one transaction where both logs are
 * here, else the acceptance goes first and the stamp waits for it (design section 7).
 */
export async function acceptWork(
  services: Services,
  acting: Acting,
  id: string,
  request: AcceptRequest,
): Promise<AcceptDone> {
  const { item, completion } = await liveSubmission(services, id);
  const { stamp: said, ...reason } = request;
  const acceptAct: Act = { type: 'work.accepted', aud: item.home, body: { completion, ...reason }, item: item.id };
  const acts = said === undefined ? [acceptAct] : [acceptAct, await stampOn(services, acting.rig, completion, said)];
  const tokens = await signActs(services, acting, acts);
  const [accept, stamp] = acts.map((act, index): Signed => ({ act, token: tokens[index] as Token }));
  if (accept === undefined) throw new Error('an acceptance was signed into nothing');

  if (acts.every((act) => act.aud === services.node.id)) {
    const [event, stamped] = await logHere(services, acts, tokens);
    if (event === undefined) throw new Error('an acceptance was logged without a place');
    const part = stamp === undefined || stamped === undefined ? {} : { stamp: stampPart(services, stamp, stamped) };
    const performed: Performed = { kind: 'here', event, made: undefined };
    return { kind: 'done', answer: { item: itemAfter(services, item.id, performed), event, ...part } };
  }
  const accepted = await perform(services, acting.rig, accept);
  if (accepted.kind === 'queued') {
    const part = stamp === undefined ? {} : { stamp_outbox: park(services, acting.rig, stamp, completion, accept) };
    return { kind: 'queued', answer: { outbox: accepted.outbox, ...part } };
  }
  const part = stamp === undefined ? {} : await stampNow(services, acting.rig, stamp, completion);
  return { kind: 'done', answer: { item: itemAfter(services, item.id, accepted), event: accepted.event, ...part } };
}

async function perform(services: Services, rig: string, { act, token }: Signed): Promise<Performed> {
  if (act.aud !== services.node.id) return await deliverAct(services, rig, act, token);
  const [event] = await logHere(services, [act], [token]);
  if (event === undefined) throw new Error('an act was logged without a place');
  return { kind: 'here', event, made: undefined };
}

/** The acceptance stands: the stamp follows at once, or waits until the submission is known here. */
async function stampNow(
  services: Services,
  rig: string,
  stamp: Signed,
  completion: string,
): Promise<Pick<AcceptAnswer, 'stamp' | 'stamp_outbox'>> {
  if (stamp.act.aud === services.node.id && services.reader.items.completion(completion) === undefined) {
    return { stamp_outbox: park(services, rig, stamp, completion) };
  }
  const performed = await perform(services, rig, stamp);
  if (performed.kind === 'queued') return { stamp_outbox: performed.outbox };
  return performed.kind === 'here' ? { stamp: stampPart(services, stamp, performed.event) } : {};
}

function park(services: Services, rig: string, { act, token }: Signed, completion: string, after?: Signed) {
  services.private.outbox.add({
    hash: token.hash,
    rig,
    type: act.type,
    home: stampHome(services, rig),
    item: act.item ?? null,
    token: token.text,
    documents: documentsOf(services, rig),
    waits_for: completion,
    after: after?.token.hash ?? null,
  });
  return queuedAct(services, token.hash);
}

function stampPart(services: Services, { token }: Signed, event: AcceptAnswer['event']) {
  const row = services.reader.items.stamp(`s-${token.hash.slice(0, 40)}`);
  if (row === undefined) throw new Error('a logged stamp is not in the read model');
  return { stamp: stampView(services, namesOf(services), row), event };
}
