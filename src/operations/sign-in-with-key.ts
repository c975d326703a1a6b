import { WastelandError } from '../errors.ts';
import { readProof } from '../identity/sign-in-proof.ts';
import { verifySignature } from '../identity/verify.ts';
import { scopes } from '../wire/scopes.ts';
import type { Services } from './ports.ts';

/** What sessions are called among the tokens of a rig. */
const sessionName = 'signed in with a key of its own';
/** Milliseconds. */
const lifetime = 30 * 24 * 60 * 60_000;
/** Sessions of one rig at once: the oldest end. */
const mostSessions = 20;

/**
 * Begins a session of a rig that shows that it has one of its keys in force: a token, by which pages know who looks. It
 * signs nothing: the node has no key for that. `nonce` is what this visitor was given, so nobody else can use the proof.
 */
export async function signInWithKey(services: Services, text: string, nonce: string): Promise<string> {
  const { node, clock, private: kept } = services;
  const rig = provenRig(services, text, nonce);
  const sessions = kept.tokens.list(rig).filter(({ name, revoked_at: end }) => name === sessionName && end === null);
  for (const { jti } of sessions.slice(0, 1 - mostSessions)) kept.tokens.revoke(jti);
  const row = kept.tokens.add({
    rig,
    scopes,
    kid: node.key.kid,
    name: sessionName,
    expires_at: clock.now() + lifetime,
  });
  return await kept.tokens.sign(node, row);
}

function provenRig({ node, reader }: Services, text: string, nonce: string): string {
  const reading = readProof(text);
  if (!reading.ok) throw new WastelandError(reading.code, `the proof is refused: ${reading.code}`);
  const { token, proof } = reading;
  if (proof.aud !== node.id || proof.nonce !== nonce) {
    throw new WastelandError('unauthorized', 'this proof was made for another visit: try it again');
  }
  const identity = reader.rigs.rig(proof.iss);
  if (identity === undefined) throw new WastelandError('unknown_author', 'this node knows no such rig');
  const documents = reader.state.table('documents').list('id', proof.iss);
  const x = documents.find(({ keys }) => Object.hasOwn(keys, token.kid))?.keys[token.kid]?.x;
  if (x === undefined || !identity.keys.includes(token.kid)) {
    throw new WastelandError('unknown_key', 'this key doesn’t speak for that rig, or no longer');
  }
  if (!verifySignature(token, x)) throw new WastelandError('bad_signature', 'the signature of the proof doesn’t hold');
  return proof.iss;
}
