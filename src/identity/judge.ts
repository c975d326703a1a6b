import type { DocumentCode, VerdictCode } from '../wire/codes.ts';
import { typs } from '../wire/header.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { isOrdered } from '../wire/event.ts';
import type { EventType } from '../wire/event.ts';
import { madeId } from '../wire/made-id.ts';
import { chainTo, documentsInLog } from '../domain/project/documents.ts';
import type { Judgement } from '../domain/project/apply.ts';
import type { EntryRow, State } from '../domain/state.ts';
import { judgeSuccession } from '../domain/succession.ts';
import { itemOf, judgeOrdered, judgeSetAct } from '../domain/verdicts.ts';
import type { Act } from '../domain/verdicts.ts';
import { readDocument } from './documents.ts';
import type { ReadDocument } from './documents.ts';
import { isBodyOf, isEnvelope, isEventType } from './schemas.ts';
import { hashOf, idOfHash, readToken } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';
import { verifySignature } from './verify.ts';

/** An entry of a named log, to be judged as the next one of it. */
export interface Incoming extends LogEntry {
  origin: string;
  /** What the strict reader made of `jws`, where it has been read already. */
  token?: Token;
}

/** Says whether a token's signature is one of the key `x`; callers that verified ahead of time answer from memory. */
export type SignatureCheck = (token: Token, x: string) => boolean;

const minute = 60_000;
const staleAfter = 72 * 60 * minute;
const earlyBy = 10 * minute;
const withheldText = /^~[0-9a-f]{64}$/;

/** Hash of the token that an entry's text is or, when it is withheld, stands for. */
export function entryHash(jws: string): string {
  return isWithheld(jws) ? jws.slice(1) : hashOf(jws);
}

/** Whether an entry's text is `~` and a hash: a text that may not be passed on (protocol.md section 4). */
export function isWithheld(jws: string): boolean {
  return withheldText.test(jws);
}

/**
 * Judges one entry as the next of its log: the only place that gives verdicts. The first check that fails names the code,
 * in the order of the closed list (protocol.md section 5). Writes nothing.
 */
export function judgeEntry(state: State, entry: Incoming, valid: SignatureCheck = checkNow): Judgement {
  const hash = entry.token?.hash ?? entryHash(entry.jws);
  const blank = blankRow(entry, hash);
  if (
    state
      .table('entries')
      .list('hash', hash, entry.origin)
      .some((earlier) => earlier.seq < entry.seq)
  ) {
    return refused(blank, 'duplicate');
  }
  if (isWithheld(entry.jws)) return refused(blank, 'withheld');
  const reading = entry.token === undefined ? readToken(entry.jws) : { ok: true as const, token: entry.token };
  if (!reading.ok) return refused(blank, reading.code);
  const { token } = reading;
  if (token.typ === typs.event) return judgeEvent(state, blank, token, valid);
  if (token.typ === typs.identity) return judgeDocument(state, blank, token, valid);
  return refused(blank, 'wrong_typ');
}

function checkNow(token: Token, x: string): boolean {
  return verifySignature(token, x);
}

function blankRow(entry: Incoming, hash: string): EntryRow {
  const { origin, seq, logged_at } = entry;
  const nothing = { type: null, author: null, kid: null, iat: null, made: null, target: null };
  return { origin, seq, logged_at, hash, code: 'ok', ...nothing, subject: null, item: null, body: null };
}

function refused(row: EntryRow, code: VerdictCode): Judgement {
  return { row: { ...row, code } };
}

function judgeEvent(state: State, blank: EntryRow, token: Token, valid: SignatureCheck): Judgement {
  const event: unknown = token.payload;
  if (!isEnvelope(event)) return refused(blank, 'schema');
  const { type, body } = event;
  if (!isEventType(type)) return refused(blank, 'unknown_type');
  if (!isBodyOf(type, body)) return refused(blank, 'schema');
  if (event.aud !== blank.origin) return refused(blank, 'wrong_audience');
  if (isStale(event.iat, blank.logged_at)) return refused(blank, 'stale');
  const author = state.table('authors').get(blank.origin, event.iss);
  if (author === undefined) return refused(blank, 'unknown_author');
  const x = Object.hasOwn(author.known, token.kid) ? author.known[token.kid] : undefined;
  if (x === undefined) return refused(blank, 'unknown_key');
  if (!valid(token, x)) return refused(blank, 'bad_signature');

  const act: Act = {
    ...blank,
    type,
    author: event.iss,
    kid: token.kid,
    iat: event.iat,
    made: madeId(type, blank.hash) ?? null,
    target: targetOf(type, body),
    subject: type === 'stamp.issued' ? String(body['subject']) : null,
    body,
  };
  if (!isOrdered(type)) return { row: { ...act, code: judgeSetAct(state, act) } };
  const item = type === 'wanted.posted' ? act.made : (itemOf(state, act)?.id ?? null);
  return { row: { ...act, item, code: judgeOrdered(state, act, author) } };
}

/** More than 10 minutes after or 72 hours before it was logged (protocol.md section 5). */
function isStale(iat: number, loggedAt: number): boolean {
  return iat * 1000 > loggedAt + earlyBy || iat * 1000 < loggedAt - staleAfter;
}

const targetMembers: Partial<Record<EventType, string>> = {
  'stamp.issued': 'completion',
  'stamp.revoked': 'stamp',
  'vouch.given': 'subject',
  'vouch.withdrawn': 'vouch',
  'comment.posted': 'about',
  'comment.withdrawn': 'comment',
  'rig.linked': 'other',
};

function targetOf(type: EventType, body: Record<string, unknown>): string | null {
  const member = targetMembers[type];
  return member === undefined ? null : String(body[member]);
}

function judgeDocument(state: State, blank: EntryRow, token: Token, valid: SignatureCheck): Judgement {
  const reading = readDocument(token.payload);
  if (!reading.ok) return refused(blank, reading.code);
  const { document } = reading;
  const { payload } = document;
  const id = payload.id ?? idOfHash(token.hash);
  const code =
    payload.prev === null
      ? judgeFirst(document, token, valid)
      : judgeLater(state, blank.origin, id, payload.prev, document, token, valid);
  if (code !== undefined) return refused(blank, code);
  const recovery = Object.keys(document.recovery);
  const { hash } = blank;
  return {
    row: { ...blank, type: 'identity', author: id, kid: token.kid, iat: payload.iat },
    document: {
      hash,
      id,
      seq: payload.seq,
      prev: payload.prev,
      kid: token.kid,
      keys: document.keys,
      recovery,
      payload,
      jws: token.text,
    },
  };
}

type DocumentRefusal = DocumentCode | 'unknown_key' | 'bad_signature' | undefined;

/** Document 0 is signed by one of its own keys. */
function judgeFirst(document: ReadDocument, token: Token, valid: SignatureCheck): DocumentRefusal {
  const x = Object.hasOwn(document.keys, token.kid) ? document.keys[token.kid]?.x : undefined;
  if (x === undefined) return 'unknown_key';
  if (!valid(token, x)) return 'bad_signature';
  return document.payload.revoked?.length ? 'bad_revocation' : undefined;
}

/** A later one is signed by a key of its predecessor or by one of its recovery keys, and counts only where its whole chain
 * stands earlier in the same log. */
function judgeLater(
  state: State,
  origin: string,
  id: string,
  prev: string,
  document: ReadDocument,
  token: Token,
  valid: SignatureCheck,
): DocumentRefusal {
  const place = state.table('places').get(origin, prev);
  const predecessor = state.table('documents').get(prev);
  if (place?.id !== id || predecessor === undefined) return 'no_predecessor';
  const x =
    signerKey(predecessor.payload.recovery, predecessor.recovery, token.kid) ?? ownKey(predecessor.keys, token.kid);
  if (x === undefined) return 'unknown_key';
  if (!valid(token, x)) return 'bad_signature';
  const { payload } = document;
  const successor = {
    kid: token.kid,
    seq: payload.seq,
    kind: payload.kind,
    keys: Object.keys(document.keys),
    recovery: Object.keys(document.recovery),
    revoked: payload.revoked ?? [],
  };
  const siblings = documentsInLog(state, origin, id)
    .map((placed) => placed.document)
    .filter((placed) => placed.prev === prev);
  return judgeSuccession(successor, chainTo(state, prev), siblings);
}

function ownKey(keys: Record<string, { x: string }>, kid: string): string | undefined {
  return Object.hasOwn(keys, kid) ? keys[kid]?.x : undefined;
}

/** `recovery` of a document row names the kids in the order of its payload's keys. */
function signerKey(keys: readonly { x: string }[], kids: readonly string[], kid: string): string | undefined {
  const index = kids.indexOf(kid);
  return index === -1 ? undefined : keys[index]?.x;
}
