import { checkKey } from '../../identity/keys.ts';
import { readAnyPayload } from '../../identity/strict-jws.ts';
import { verifySignature } from '../../identity/verify.ts';
import type { VerifyAnswer } from '../../wire/api/conformance.ts';

/**
 * Whether a token is one of this protocol and signed by this key. Its payload may be any bytes. First the text, then the
 * key, then whether `kid` names it: a key that may not be used has no kid.
 */
export function verifyToken(jws: string, jwk: unknown): VerifyAnswer {
  const reading = readAnyPayload(jws);
  if (!reading.ok) return reading;
  const { token } = reading;
  const checked = checkKey(jwk, { custody: true });
  if (!checked.ok) return checked;
  if (token.kid !== checked.key.kid) return { ok: false, code: 'wrong_kid' };
  if (!verifySignature(token, checked.key.x)) return { ok: false, code: 'bad_signature' };
  return { ok: true, payload: Buffer.from(token.payloadBytes).toString('base64url') };
}
