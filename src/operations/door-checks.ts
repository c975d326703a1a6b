import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { readDocument } from '../identity/documents.ts';
import { idOfHash } from '../identity/strict-jws.ts';
import { isBodyOf } from '../identity/schemas.ts';
import type { Token } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';
import type { Bodies } from '../wire/event.ts';
import type { IdentityDocument } from '../wire/document.ts';
import { checkDocumentRate } from './document-rate.ts';
import type { Check, Services } from './ports.ts';
import { checkGate } from './reputation/check-gate.ts';

/** What a door refuses although a log could hold it. It runs inside the writer's transaction: nothing comes between. */
export function doorChecks(services: Services, tokens: readonly Token[], options: { invited: boolean }): Check {
  return (state) => {
    checkDocumentRate(state, services.node.id, tokens, services.clock.now());
    for (const token of tokens) {
      if (token.typ === typs.identity) checkDocument(services, state, token, options.invited);
      if (token.typ !== typs.event) continue;
      checkOneStamp(state, token);
      checkGate(services, state, token);
    }
  };
}

function checkDocument(services: Services, state: State, token: Token, invited: boolean): void {
  const reading = readDocument(token.payload);
  if (!reading.ok) return; // refused with its own code when it is judged
  const { payload } = reading.document;
  if (payload.home !== services.node.id) return;
  const id = payload.id ?? idOfHash(token.hash);
  if (state.table('identities').get(id)?.home !== services.node.id) checkRegistration(services, invited);
  checkHandle(services, state, payload, id);
}

/** Whether this node takes new rigs (`WASTELAND_REGISTRATION`). */
export function checkRegistration({ settings }: Services, invited: boolean): void {
  if (settings.registration === 'open' || (settings.registration === 'invite' && invited)) return;
  const how = settings.registration === 'invite' ? 'by invitation of its operator only' : 'no rigs any more';
  throw new WastelandError('forbidden', `this node registers ${how}`);
}

/** A handle is one rig's on its node, also after the rig is gone. */
export function checkHandle(services: Services, state: State, payload: Pick<IdentityDocument, 'handle'>, id?: string) {
  const taken = state
    .table('identities')
    .list('handle', payload.handle)
    .some((row) => row.home === services.node.id && row.id !== id);
  if (taken) throw new WastelandError('handle_taken', `the handle ${payload.handle} is taken on this node`);
}

/** Per author and completion one unrevoked stamp counts; doors refuse a second (protocol.md section 3). */
function checkOneStamp(state: State, { payload }: Token): void {
  if (payload['type'] !== 'stamp.issued' || !isBodyOf('stamp.issued', payload['body'])) return;
  const { completion } = payload['body'] as Bodies['stamp.issued'];
  const standing = state
    .table('stamps')
    .list('completion', completion, payload['iss'] as string)
    .find((stamp) => !stamp.revoked);
  if (standing === undefined) return;
  throw new WastelandError(
    'wrong_state',
    `this rig's stamp ${standing.id} on this completion stands; revoke it first`,
    {
      legal: ['stamp.revoked'],
    },
  );
}
