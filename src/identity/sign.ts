import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { accountTyp } from '../wire/account.ts';
import type { Typ } from '../wire/header.ts';
import type { signInTyp } from '../wire/sign-in.ts';
import type { PrivateKey } from './keys.ts';

/** Importing costs more than signing; an entry goes when its PrivateKey goes. */
const imported = new WeakMap<PrivateKey, KeyObject>();

/**
 * Signs a payload as a compact JWS (RFC 7515 section 7.1, EdDSA of RFC 8037) with the header `{alg, typ, kid}` (protocol.md
 * section 1). It judges nothing. On this thread: a signature takes 0.04 ms, and waking another thread for it more.
 */
export function signToken(typ: Typ | typeof accountTyp | typeof signInTyp, payload: object, key: PrivateKey): string {
  const input = `${encoded({ alg: 'EdDSA', typ, kid: key.kid })}.${encoded(payload)}`;
  return `${input}.${sign(null, Buffer.from(input, 'latin1'), signerOf(key)).toString('base64url')}`;
}

/** A new `jti`: 128 random bits in base64url. */
export function newJti(): string {
  return randomBytes(16).toString('base64url');
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}

function signerOf(key: PrivateKey): KeyObject {
  let signer = imported.get(key);
  if (signer === undefined) {
    signer = createPrivateKey({ key: { ...key.jwk }, format: 'jwk' });
    imported.set(key, signer);
  }
  return signer;
}
