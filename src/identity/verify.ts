import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BoundedCache } from './bounded-cache.ts';
import { isIdentityId } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';

/**
 * Ed25519 as RFC 8032 section 5.1.7 says it, without the cofactor: [S]B − [k]A must have exactly the encoding R, and
 * S < L. node:crypto checks both. A verifier that multiplies by the cofactor would also take an R with torsion, so the
 * two must not be mixed. Keys must have passed `checkKey`: nothing is checked again here.
 */

export type Signed = Pick<Token, 'signingInput' | 'signature'>;

/** Bytes (RFC 8032, section 5.1.6). */
export const signatureLength = 64;

/**
 * The one R of low order that can pass, with a key that is good: [S]B = [k]A, which only who knows the private key can
 * make. Versions of Node, Web Crypto and libraries differ about it, and verdicts must not: it is refused.
 */
const identityPoint = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);

/** Making a KeyObject costs about a third of a verification. */
const keyObjects = new BoundedCache<KeyObject>(10_000);

/** Whether the signature is the key's, verified on this thread. `x` is the public key, as in its JWK. */
export function verifySignature(token: Signed, x: string): boolean {
  return verifyBytes(bytesOf(token), token.signature, x);
}

/** The same for a signing input in bytes. */
export function verifyBytes(text: Uint8Array, signature: Uint8Array, x: string): boolean {
  const key = keyObjectOf(x);
  if (key === undefined || !hasSignatureForm(signature)) return false;
  return verify(null, text, key, signature);
}

/** The same answer from the thread pool, so that many verifications use all cores. */
export function verifySignatureAsync(token: Signed, x: string): Promise<boolean> {
  const key = keyObjectOf(x);
  if (key === undefined || !hasSignatureForm(token.signature)) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    verify(null, bytesOf(token), key, token.signature, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

function hasSignatureForm(signature: Uint8Array): boolean {
  return signature.length === signatureLength && !identityPoint.equals(signature.subarray(0, 32));
}

/** A signing input is ASCII: the reader has seen to it. */
function bytesOf(token: Signed): Buffer {
  return Buffer.from(token.signingInput, 'latin1');
}

function keyObjectOf(x: string): KeyObject | undefined {
  const kept = keyObjects.get(x);
  if (kept !== undefined) return kept;
  if (!isIdentityId(x)) return undefined;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keyObjects.set(x, key);
  return key;
}
