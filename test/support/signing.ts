import { createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import { thumbprint } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { typs } from '../../src/wire/header.ts';

/** Keys that follow from a name, and tokens of any content, however wrong: made without the code that is tested. */

/** What stands before the seed in a PKCS #8 key (RFC 8410, section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const keys = new Map<string, PrivateKey>();
const signers = new Map<string, ReturnType<typeof createPrivateKey>>();

/** The key pair whose seed is the hash of this name: the same in every run. */
export function keyNamed(name: string): PrivateKey {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const seed = hash('sha256', `wasteland test key ${name}`, 'buffer');
  const signer = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const x = createPublicKey(signer).export({ format: 'jwk' }).x ?? '';
  const key: PrivateKey = {
    kid: thumbprint(x),
    x,
    jwk: { kty: 'OKP', crv: 'Ed25519', x, d: seed.toString('base64url') },
  };
  keys.set(name, key);
  signers.set(key.kid, signer);
  return key;
}

/** A public JWK of this key, as it stands in documents. */
export function publicJwk(key: PrivateKey): { kty: string; crv: string; x: string } {
  return { kty: 'OKP', crv: 'Ed25519', x: key.x };
}

/** 22 base64url characters that follow from a name. */
export function jtiNamed(name: string): string {
  return hash('sha256', name, 'buffer').subarray(0, 16).toString('base64url');
}

/** SHA-256 of a text, lowercase hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

export interface TokenParts {
  typ: keyof typeof typs;
  /** Exact bytes instead of an object's JSON. */
  payload: object | string | Uint8Array;
  key: PrivateKey;
  /** Members that replace those of the header; exact bytes replace it whole. */
  header?: object | string | Uint8Array;
}

/** A compact JWS over exactly these parts. */
export function tokenOf({ typ, payload, key, header }: TokenParts): string {
  const usual = { alg: 'EdDSA', typ: typs[typ], kid: key.kid };
  const head = typeof header === 'string' || header instanceof Uint8Array ? header : { ...usual, ...header };
  const input = `${encode(head)}.${encode(payload)}`;
  return `${input}.${sign(null, Buffer.from(input), signerOf(key)).toString('base64url')}`;
}

function encode(part: object | string | Uint8Array): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

function signerOf(key: PrivateKey): ReturnType<typeof createPrivateKey> {
  const known = signers.get(key.kid);
  if (known !== undefined) return known;
  const signer = createPrivateKey({ key: { ...key.jwk }, format: 'jwk' });
  signers.set(key.kid, signer);
  return signer;
}

/** A token of which the signature is another token's. */
export function swapSignature(token: string, other: string): string {
  return [...token.split('.').slice(0, 2), other.split('.')[2]].join('.');
}
