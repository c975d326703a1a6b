import { readDocument } from '../identity/documents.ts';
import type { ReadDocument } from '../identity/documents.ts';
import { idOfHash, readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import { verifySignature } from '../identity/verify.ts';
import { typs } from '../wire/header.ts';
import { ClientError } from './client-error.ts';
import type { LocalRig } from './local-rig.ts';

/** One identity document: the token, and what stands in it (protocol.md section 2). */
export interface ChainDocument extends ReadDocument {
  token: Token;
}

/** Reads the text of an identity document; undefined when it is none. */
export function documentOf(text: string): ChainDocument | undefined {
  const read = readToken(text);
  if (!read.ok || read.token.typ !== typs.identity) return undefined;
  const { token } = read;
  const reading = readDocument(token.payload);
  return reading.ok ? { token, ...reading.document } : undefined;
}

/** What a rig's newest document, as far as it is here, says. */
export function latestDocument(rig: Pick<LocalRig, 'id' | 'documents'>): ChainDocument {
  const latest = documentOf(rig.documents.at(-1) ?? '');
  if (latest === undefined) throw new ClientError('refused', `the latest document of ${rig.id} can't be read`);
  return latest;
}

/** The chain of the identity `id` among documents that a node gave, document 0 first, each signed as it must be. */
export function chainOf(id: string, texts: readonly string[]): ChainDocument[] {
  const known = texts.flatMap((text) => documentOf(text) ?? []);
  const first = known.find(({ token }) => idOfHash(token.hash) === id);
  if (first === undefined) throw new ClientError('not_a_node', `no document given for ${id} is its first one`);
  return [first, ...successorsOf(first, known)];
}

/** What follows `before` in these documents, in order. */
export function successorsOf(before: ChainDocument, known: readonly ChainDocument[]): ChainDocument[] {
  const next = nextOf(before, known);
  return next === undefined ? [] : [next, ...successorsOf(next, known)];
}

/** Where a chain forks, what a recovery key signed is the owner's; which branch else wins is for nodes to judge. */
function nextOf(before: ChainDocument, known: readonly ChainDocument[]): ChainDocument | undefined {
  const following = known.filter((each) => follows(before, each));
  const recovered = following.filter(({ token }) => Object.hasOwn(before.recovery, token.kid));
  const [next, other] = recovered.length > 0 ? recovered : following;
  if (other === undefined) return next;
  const place = `document ${before.payload.seq} of ${before.payload.id ?? idOfHash(before.token.hash)}`;
  throw new ClientError('refused', `two documents follow ${place}: settle it with a recovery key`);
}

function follows(before: ChainDocument, next: ChainDocument): boolean {
  const { token, payload } = next;
  const x = before.keys[token.kid]?.x ?? before.recovery[token.kid];
  return payload.prev === before.token.hash && x !== undefined && verifySignature(token, x);
}
