import type { State } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';
import { readDocument } from '../../identity/documents.ts';
import type { ReadDocument } from '../../identity/documents.ts';
import { isBodyOf, isEnvelope, isEventType } from '../../identity/schemas.ts';
import type { UnreadEvent } from '../../identity/schemas.ts';
import { hashOf, idOfHash, readToken } from '../../identity/strict-jws.ts';
import type { Token } from '../../identity/strict-jws.ts';
import { typs } from '../../wire/header.ts';
import type { RefusalCode } from '../../wire/codes.ts';
import type { EventType } from '../../wire/event.ts';

/** One token of a request, as far as it can be read alone. */
export type Input = RefusedInput | DocumentInput | ActInput;

export interface RefusedInput {
  kind: 'refused';
  hash: string;
  error: WastelandError;
}

export interface DocumentInput {
  kind: 'document';
  token: Token;
  /** The identity that it is of. */
  rig: string;
  document: ReadDocument;
  /** It, or its predecessor, names this node as home: this node's log takes it alone (protocol.md section 4). */
  atHome: boolean;
}

export interface ActInput {
  kind: 'act';
  token: Token;
  rig: string;
  event: UnreadEvent & { type: EventType };
}

/** Reads the tokens of a request in order: a later document may follow an earlier one of the same request. */
export function readInputs(state: State, self: string, texts: readonly string[]): Input[] {
  const homes = new Map<string, string | undefined>();
  return texts.map((text) => {
    const input = readInput(state, self, text, homes);
    if (input.kind === 'document') homes.set(input.token.hash, homeOf(input.rig, input.document));
    return input;
  });
}

function readInput(state: State, self: string, text: string, homes: ReadonlyMap<string, string | undefined>): Input {
  const reading = readToken(text);
  if (!reading.ok) return refused(hashOf(text), reading.code);
  const { token } = reading;
  if (token.typ === typs.event) return readAct(token);
  if (token.typ !== typs.identity) return refused(token.hash, 'wrong_typ');
  const read = readDocument(token.payload);
  if (!read.ok) return refused(token.hash, read.code);
  const { document } = read;
  const rig = document.payload.id ?? idOfHash(token.hash);
  const { prev } = document.payload;
  const before = prev === null ? undefined : (homes.get(prev) ?? keptHome(state, prev));
  return { kind: 'document', token, rig, document, atHome: homeOf(rig, document) === self || before === self };
}

function readAct(token: Token): Input {
  const event: unknown = token.payload;
  if (!isEnvelope(event)) return refused(token.hash, 'schema');
  const { type } = event;
  if (!isEventType(type)) return refused(token.hash, 'unknown_type');
  if (!isBodyOf(type, event.body)) return refused(token.hash, 'schema');
  return { kind: 'act', token, rig: event.iss, event: { ...event, type } };
}

/** A node's home is its own log. */
function homeOf(rig: string, { payload }: ReadDocument): string | undefined {
  return payload.kind === 'node' ? rig : payload.home;
}

function keptHome(state: State, hash: string): string | undefined {
  const row = state.table('documents').get(hash);
  if (row === undefined) return undefined;
  return row.payload.kind === 'node' ? row.id : row.payload.home;
}

function refused(hash: string, code: RefusalCode): RefusedInput {
  return { kind: 'refused', hash, error: new WastelandError(code, `the token is refused: ${code}`) };
}
