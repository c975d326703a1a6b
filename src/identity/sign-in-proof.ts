import type { TextCode } from '../wire/codes.ts';
import { signInTyp } from '../wire/sign-in.ts';
import type { SignInProof } from '../wire/sign-in.ts';
import { isSignInProof } from './schemas.ts';
import { readTokenOf } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';

export type ProofReading =
  { ok: true; token: Token<typeof signInTyp>; proof: SignInProof } | { ok: false; code: TextCode | 'schema' };

/** Reads the text of a proof; whether its signature holds, and whose key that is, is not looked at. */
export function readProof(text: string): ProofReading {
  const reading = readTokenOf(signInTyp, text);
  if (!reading.ok) return reading;
  const payload: unknown = reading.token.payload;
  if (!isSignInProof(payload)) return { ok: false, code: 'schema' };
  return { ok: true, token: reading.token, proof: payload };
}
