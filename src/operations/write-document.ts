import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { signToken } from '../identity/sign.ts';
import type { Token } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import type { IdentityDocument } from '../wire/document.ts';
import type { Acting } from './acting.ts';
import { doorChecks } from './door-checks.ts';
import type { Services } from './ports.ts';
import { placeOf, sizeOf } from './receipts.ts';
import { custodialKey, readOwn } from './sign-acts.ts';

/** What the next document says otherwise than the latest; undefined takes a member away. */
export type NextDocument = (latest: IdentityDocument) => Changed | Promise<Changed>;
type Changed = { [Member in keyof IdentityDocument]?: unknown };

/** How often it is begun anew when something comes between. */
const attempts = 3;

/**
 * Signs the next identity document of a rig with the key that this node holds, and logs it. It follows the document that is
 * the latest when it is logged: two at once would fork the chain.
 */
export async function writeDocument(services: Services, acting: Acting, next: NextDocument): Promise<EventReceipt> {
  for (let attempt = 1; ; attempt += 1) {
    const token = await signNext(services, acting, next, attempt);
    let overtaken = false;
    const checks = doorChecks(services, [token], { invited: false });
    const check = (state: State): void => {
      overtaken = !isNext(state, acting.rig, token) || cutsOff(state, services.node.id, acting.rig, token);
      if (overtaken) throw new WastelandError('wrong_state', 'something else of this rig came between');
      checks(state);
    };
    try {
      const { entries, checkpoint } = await services.writer.propose({ tokens: [token], check });
      const [entry] = entries;
      if (entry === undefined) throw new Error('a document was logged without a place');
      return { type: 'identity', ...placeOf(services, entry, sizeOf(checkpoint)), checkpoint };
    } catch (error) {
      if (!overtaken || attempt === attempts) throw error;
    }
  }
}

/** The document to log; the one that was signed before on a retry of a request. */
async function signNext(
  services: Services,
  { rig, kept }: Acting,
  next: NextDocument,
  attempt: number,
): Promise<Token> {
  const [before] = attempt === 1 ? (kept?.tokens ?? []) : [];
  if (before !== undefined) return readOwn(before);
  const { reader, clock } = services;
  const key = await custodialKey(services, rig);
  const { row, document } = reader.snapshot(() => {
    const row = reader.rigs.rig(rig);
    return { row, document: row === undefined ? undefined : reader.state.table('documents').get(row.tip) };
  });
  if (row === undefined || document === undefined) throw new WastelandError('not_found', "this rig isn't known here");
  if (row.status === 'disputed') {
    throw new WastelandError('wrong_state', 'two documents dispute this identity: a recovery key settles it');
  }
  if (row.home !== services.node.id) throw new WastelandError('not_home', 'the home of this rig is another node');
  const { revoked: _, ...latest } = document.payload;
  const iat = Math.floor(clock.now() / 1000);
  const payload = { ...latest, ...(await next(latest)), id: rig, seq: latest.seq + 1, prev: document.hash, iat };
  const token = readOwn(signToken(typs.identity, payload, key));
  kept?.keep([token.text]);
  return token;
}

/** Whether nothing came between, neither another document nor, while the key was taken from the vault, another key; or the
 * document itself stands already. */
function isNext(state: State, rig: string, { hash, kid, payload }: Token): boolean {
  const documents = state.table('documents');
  if (documents.get(hash) !== undefined) return true;
  const { tip } = state.table('identities').get(rig) ?? {};
  return tip !== undefined && tip === payload['prev'] && Object.hasOwn(documents.get(tip)?.keys ?? {}, kid);
}

/** Whether a key that the document drops has signed something here, after that was made, that would not count. */
function cutsOff(state: State, self: string, rig: string, { hash, payload }: Token): boolean {
  if (state.table('documents').get(hash) !== undefined) return false;
  const last = state.table('logs').get(self)?.seq ?? 0;
  const { revoked = [] } = payload as Partial<IdentityDocument>;
  return revoked.some(({ kid, upto }) => {
    for (let seq = (upto[self] ?? 0) + 1; seq <= last; seq += 1) {
      const entry = state.table('entries').get(self, seq);
      if (entry?.author === rig && entry.kid === kid) return true;
    }
    return false;
  });
}
