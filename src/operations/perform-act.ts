import { WastelandError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { doorCodes } from '../errors.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import type { OutboxEntry } from '../wire/api/outbox.ts';
import type { Problem } from '../wire/api/problem.ts';
import { documentCodes, eventCodes, ignoredCodes, keyCodes, pendingCodes, textCodes } from '../wire/codes.ts';
import { madeId } from '../wire/made-id.ts';
import type { Acting } from './acting.ts';
import { doorChecks } from './door-checks.ts';
import type { Services } from './ports.ts';
import { placeOf, sizeOf } from './receipts.ts';
import { checkNotBlocked } from './reputation/check-not-blocked.ts';
import { signActs } from './sign-acts.ts';
import type { Act } from './sign-acts.ts';
import { outboxView } from './views/outbox.ts';

/** What became of an act: it stands in our log, in another node's (with the item as that node shows it), or it waits. */
export type Performed =
  | { kind: 'here'; event: EventReceipt; made: string | undefined }
  | { kind: 'elsewhere'; event: EventReceipt; made: string | undefined; item?: Record<string, unknown> }
  | { kind: 'queued'; outbox: OutboxEntry };

/** More acts than these don't wait in the outbox: of one rig, and of all. */
const waitingPerRig = 200;
const waitingInAll = 20_000;

/** Signs an act for a custodial rig and brings it to the log that it is for: the one path of all of them. */
export async function performAct(services: Services, acting: Acting, act: Act): Promise<Performed> {
  const [token] = await signActs(services, acting, [act]);
  if (token === undefined) throw new Error('an act was signed into nothing');
  if (act.aud !== services.node.id) return await deliverAct(services, acting.rig, act, token);
  const [event] = await logHere(services, [act], [token]);
  if (event === undefined) throw new Error('an act was logged without a place');
  return { kind: 'here', event, made: madeId(act.type, token.hash) };
}

/** Logs acts of this node's rigs here, all or nothing. */
export async function logHere(
  services: Services,
  acts: readonly Act[],
  tokens: readonly Token[],
): Promise<EventReceipt[]> {
  const check = doorChecks(services, tokens, { invited: false });
  const { entries, checkpoint } = await services.writer.propose({ tokens, check });
  const size = sizeOf(checkpoint);
  return entries.map((entry, index) => {
    const type = acts[index]?.type ?? '';
    return { type, ...placeOf(services, entry, size), checkpoint };
  });
}

/** Hands an act to the node whose log it is for; what that node refuses is refused here with its words. */
export async function deliverAct(services: Services, rig: string, act: Act, token: Token): Promise<Performed> {
  checkNotBlocked(services, rig, act.type);
  checkOutboxRoom(services, rig);
  const delivered = await services.homes.deliver({
    home: act.aud,
    documents: documentsOf(services, rig),
    token,
    rig,
    type: act.type,
    item: act.item ?? null,
  });
  if (delivered.kind === 'refused') throw refusalOf(delivered.problem);
  if (delivered.kind === 'queued') return { kind: 'queued', outbox: queuedAct(services, token.hash) };
  const result = delivered.results.at(-1);
  if (result === undefined) throw new WastelandError('peer_unreachable', "the item's home answered nothing");
  const { item, ...place } = result;
  const checkpoint = delivered.checkpoint === undefined ? {} : { checkpoint: delivered.checkpoint };
  return {
    kind: 'elsewhere',
    event: { type: act.type, ...place, ...checkpoint },
    made: madeId(act.type, token.hash),
    ...(item === undefined ? {} : { item }),
  };
}

/** Refuses to queue without end: anybody may relay, and a home may be away for long. */
export function checkOutboxRoom({ private: { outbox } }: Services, rig: string): void {
  if (outbox.waiting(rig) < waitingPerRig && outbox.depth() < waitingInAll) return;
  throw new WastelandError('rate_limited', 'too many acts wait for other nodes already');
}

/** The act with this hash as it waits in the outbox. */
export function queuedAct(services: Services, hash: string): OutboxEntry {
  const row = services.private.outbox.get(hash);
  if (row === undefined) throw new Error('a queued act is not in the outbox');
  return outboxView(row);
}

/** Every document of an identity that is known here, predecessors first. */
export function documentsOf({ reader }: Services, rig: string): string[] {
  const rows = reader.state.table('documents').list('id', rig);
  return rows.sort((a, b) => a.seq - b.seq || (a.hash < b.hash ? -1 : 1)).map((row) => row.jws);
}

const codes: ReadonlySet<string> = new Set([
  ...doorCodes,
  ...textCodes,
  ...keyCodes,
  ...eventCodes,
  ...documentCodes,
  ...ignoredCodes,
  ...pendingCodes,
  'key_not_in_force',
]);

/** Another node's refusal as ours. Its code is a stranger's word: one that isn't in the list says only that it refused. */
export function refusalOf(problem: Problem): WastelandError {
  const code = codes.has(problem.code) ? (problem.code as ErrorCode) : 'peer_unreachable';
  const detail = problem.detail ?? problem.title;
  const { legal, missing } = problem;
  return new WastelandError(code, detail, { ...(legal && { legal }), ...(missing && { missing }) });
}
