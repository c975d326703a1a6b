import type { KeyCode } from '../wire/codes.ts';
import type { IdentityDocument } from '../wire/document.ts';
import { checkKey } from './keys.ts';
import { isDocument } from './schemas.ts';
import type { UnreadDocument } from './schemas.ts';

/** A document that is well formed by itself, with its keys by kid. */
export interface ReadDocument {
  payload: IdentityDocument;
  keys: Record<string, { x: string; custody?: string }>;
  recovery: Record<string, string>;
}

export type DocumentReading = { ok: true; document: ReadDocument } | { ok: false; code: 'schema' | KeyCode };

/** Reads what a document alone shows: its schema, the conditions between its members, each of its keys (protocol.md
 * section 2; order of section 5). */
export function readDocument(payload: unknown): DocumentReading {
  if (!isDocument(payload) || !membersAgree(payload)) return { ok: false, code: 'schema' };
  const keys: ReadDocument['keys'] = {};
  for (const jwk of payload.keys) {
    const checked = checkKey(jwk, { custody: true });
    if (!checked.ok) return checked;
    const { x, kid, custody } = checked.key;
    keys[kid] = custody === undefined ? { x } : { x, custody };
  }
  const recovery: ReadDocument['recovery'] = {};
  for (const jwk of payload.recovery) {
    const checked = checkKey(jwk, { custody: false });
    if (!checked.ok) return checked;
    recovery[checked.key.kid] = checked.key.x;
  }
  return { ok: true, document: { payload: payload as unknown as IdentityDocument, keys, recovery } };
}

function membersAgree(document: UnreadDocument): boolean {
  const isFirst = document.seq === 0;
  const isNode = document.kind === 'node';
  const isTombstone = document.status === 'tombstone';
  return (
    isFirst === (document.prev === null) &&
    isFirst === (document.id === undefined) &&
    isNode === (document.home === undefined) &&
    isTombstone === (document.keys.length === 0) &&
    (document.owner === undefined || (document.kind === 'agent' && document.owner !== document.id)) &&
    noKeyTwice([...document.keys, ...document.recovery])
  );
}

function noKeyTwice(keys: unknown[]): boolean {
  const named = keys.map((key) => (key as { x?: unknown } | null)?.x).filter((x) => typeof x === 'string');
  return new Set(named).size === named.length;
}
