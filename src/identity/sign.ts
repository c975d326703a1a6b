import { randomBytes } from 'node:crypto';
import { CompactSign, importJWK } from 'jose';
import type { CryptoKey } from 'jose';
import type { Typ } from '../wire/checkpoint.ts';
import type { PrivateKey } from './keys.ts';

/** Importing costs more than signing; an entry goes when its PrivateKey goes. */
const imported = new WeakMap<PrivateKey, Promise<CryptoKey>>();

/** Signs a payload as a compact JWS with the header `{alg, typ, kid}` (protocol.md section 1). It judges nothing. */
export async function signToken(typ: Typ, payload: object, key: PrivateKey): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(payload), 'utf8');
  return await new CompactSign(bytes).setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid }).sign(await signerOf(key));
}

/** A new `jti`: 128 random bits in base64url. */
export function newJti(): string {
  return randomBytes(16).toString('base64url');
}

function signerOf(key: PrivateKey): Promise<CryptoKey> {
  let signer = imported.get(key);
  if (signer === undefined) {
    signer = importSigner(key);
    imported.set(key, signer);
  }
  return signer;
}

async function importSigner(key: PrivateKey): Promise<CryptoKey> {
  const signer = await importJWK({ ...key.jwk }, 'EdDSA');
  if (signer instanceof Uint8Array) throw new TypeError('an OKP key was imported as a secret');
  return signer;
}
