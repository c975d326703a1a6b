import { WastelandError } from '../../errors.ts';
import { verifySignature } from '../../identity/verify.ts';
import type { RefusalCode } from '../../wire/codes.ts';
import { isOrdered } from '../../wire/event.ts';
import { isItem } from '../act-on-item.ts';
import { checkOutboxRoom, documentsOf, queuedAct, refusalOf } from '../perform-act.ts';
import type { RemoteResult, Services } from '../ports.ts';
import { checkNotBlocked } from '../reputation/check-not-blocked.ts';
import type { ActInput, DocumentInput } from './read-input.ts';
import type { Result } from './result.ts';

/** Milliseconds; the bounds of `stale` (protocol.md section 5). */
const earlyBy = 10 * 60_000;
const staleAfter = 72 * 60 * 60_000;

/**
 * Relays an act whose log is another node's, with its rig's documents; the answer there is the answer (design section 7).
 * Only what can be known here is checked: signature, time, and whether the key still speaks; the rest is the home's to judge.
 */
export async function relayAct(
  services: Services,
  input: ActInput,
  brought: readonly DocumentInput[],
): Promise<{ act: Result; documents: Result[] }> {
  const code = refusalHere(services, input, brought);
  if (code !== undefined) throw new WastelandError(code, `the act is refused: ${code}`);
  const { token, rig, event } = input;
  checkNotBlocked(services, rig, event.type);
  const documents = [...new Set([...documentsOf(services, rig), ...brought.map((each) => each.token.text)])];
  const item = typeof event.body['item'] === 'string' ? event.body['item'] : null;
  checkOutboxRoom(services, rig);
  const delivered = await services.homes.deliver({ home: event.aud, documents, token, rig, type: event.type, item });
  if (delivered.kind === 'refused') throw refusalOf(delivered.problem);
  const hashes = brought.map((each) => each.token.hash);
  if (delivered.kind === 'queued') {
    const outbox = queuedAct(services, token.hash);
    return { act: { hash: token.hash, outbox }, documents: hashes.map((hash) => ({ hash, outbox })) };
  }
  const { results, checkpoint } = delivered;
  const resultOf = (hash: string): Result => {
    const said = results.find((result) => result.hash === hash);
    if (said === undefined) {
      throw new WastelandError('peer_unreachable', "the act's home answered about something else");
    }
    return { ...passedOn(said), ...(checkpoint === undefined ? {} : { checkpoint }) };
  };
  return { act: resultOf(token.hash), documents: hashes.map(resultOf) };
}

/** Another node's result; its item only when it can be read. */
function passedOn({ item, ...place }: RemoteResult): Result {
  return isItem(item) ? { ...place, item } : place;
}

function refusalHere(
  services: Services,
  { token, rig, event }: ActInput,
  brought: readonly DocumentInput[],
): RefusalCode | undefined {
  const now = services.clock.now();
  if (event.iat * 1000 > now + earlyBy || event.iat * 1000 < now - staleAfter) return 'stale';
  const { reader } = services;
  const known = reader.state.table('documents').list('id', rig);
  const keys = [...known.map((row) => row.keys), ...brought.map((each) => each.document.keys)];
  if (keys.length === 0) return 'unknown_author';
  const x = keys.find((byKid) => Object.hasOwn(byKid, token.kid))?.[token.kid]?.x;
  if (x === undefined) return 'unknown_key';
  if (!verifySignature(token, x)) return 'bad_signature';
  const identity = reader.rigs.rig(rig);
  if (identity === undefined || brought.length > 0 || identity.keys.includes(token.kid)) return undefined;
  return isOrdered(event.type) ? 'key_not_in_force' : undefined;
}
