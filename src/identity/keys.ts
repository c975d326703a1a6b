import { generateKeyPair, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { KeyCode } from '../wire/codes.ts';
import { BoundedCache } from './bounded-cache.ts';
import { isCanonicalBase64url, isIdentityId } from './strict-jws.ts';

/** Ed25519 keys as JWK (RFC 8037), and which of them may speak for an identity (protocol.md sections 1, 2 and 5). */

export interface CheckedKey {
  /** The public key: 32 bytes in canonical base64url. */
  x: string;
  /** RFC 7638 thumbprint. */
  kid: string;
  /** Id of the node that holds the private key for its rig. */
  custody?: string;
}

export interface PrivateJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  d: string;
}

export interface PrivateKey {
  kid: string;
  x: string;
  jwk: PrivateJwk;
}

export type KeyCheck<Key> = { ok: true; key: Key } | { ok: false; code: KeyCode };

const keyLength = 32;
const publicMembers: ReadonlySet<string> = new Set(['kty', 'crv', 'x']);
const custodyMembers: ReadonlySet<string> = new Set(['kty', 'crv', 'x', 'custody']);
const privateMembers: ReadonlySet<string> = new Set(['kty', 'crv', 'x', 'd']);

/** Thumbprints of good keys: the torsion check multiplies by the group order, and documents repeat their keys. */
const goodKeys = new BoundedCache<string>(20_000);

/** Whether a public JWK may be registered; `custody` says whether that member may stand in it. */
export function checkKey(jwk: unknown, options: { custody: boolean }): KeyCheck<CheckedKey> {
  const members = options.custody ? custodyMembers : publicMembers;
  if (!isOkp(jwk, members)) return { ok: false, code: 'bad_key' };
  const { x, custody } = jwk;
  if (!isCanonicalBase64url(x, keyLength)) return { ok: false, code: 'bad_key' };
  if (Object.hasOwn(jwk, 'custody') && !isIdentityId(custody)) return { ok: false, code: 'bad_key' };

  let kid = goodKeys.get(x);
  if (kid === undefined) {
    const code = checkPoint(x);
    if (code !== undefined) return { ok: false, code };
    kid = thumbprint(x);
    goodKeys.set(x, kid);
  }
  return { ok: true, key: isIdentityId(custody) ? { x, kid, custody } : { x, kid } };
}

/**
 * Why these 32 bytes are no good public key. node:crypto and jose take them all: with a point of low order one
 * signature fits many messages, and with torsion readers disagree about which signatures hold.
 */
function checkPoint(x: string): KeyCode | undefined {
  let point;
  try {
    // Refuses y ≥ p, an x that doesn't exist, and the sign bit on x = 0 (RFC 8032 section 5.1.3).
    point = ed25519.Point.fromBytes(Buffer.from(x, 'base64url'), false);
  } catch {
    return 'noncanonical_key';
  }
  if (point.isSmallOrder()) return 'low_order_key';
  if (!point.isTorsionFree()) return 'torsion_key';
  return undefined;
}

/** The kid of a public key: its JWK thumbprint (RFC 7638), members in byte order. */
export function thumbprint(x: string): string {
  return hash('sha256', JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }), 'base64url');
}

/** Makes a new key pair. */
export async function generateKey(): Promise<PrivateKey> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519');
  const { x, d } = privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('an Ed25519 key was exported without x or d');
  return privateKeyOf(x, d);
}

/** Reads a private JWK, exactly `{kty, crv, x, d}`; `bad_key` also when `x` isn't the public key of `d`. */
export function importPrivateKey(jwk: unknown): KeyCheck<PrivateKey> {
  if (!isOkp(jwk, privateMembers)) return { ok: false, code: 'bad_key' };
  const { x, d } = jwk;
  if (!isCanonicalBase64url(d, keyLength)) return { ok: false, code: 'bad_key' };
  const publicPart = checkKey({ kty: 'OKP', crv: 'Ed25519', x }, { custody: false });
  if (!publicPart.ok) return publicPart;
  if (publicKeyOf(d) !== publicPart.key.x) return { ok: false, code: 'bad_key' };
  return { ok: true, key: privateKeyOf(publicPart.key.x, d) };
}

/** The private JWK to keep in a file or an encrypted row: a copy with nothing else in it. */
export function exportPrivateKey(key: PrivateKey): PrivateJwk {
  const { x, d } = key.jwk;
  return { kty: 'OKP', crv: 'Ed25519', x, d };
}

/** `x` of the seed `d`, computed: node:crypto and jose believe the `x` that stands in a JWK. */
function publicKeyOf(d: string): string {
  return Buffer.from(ed25519.getPublicKey(Buffer.from(d, 'base64url'))).toString('base64url');
}

function privateKeyOf(x: string, d: string): PrivateKey {
  return { kid: thumbprint(x), x, jwk: { kty: 'OKP', crv: 'Ed25519', x, d } };
}

function isOkp(jwk: unknown, members: ReadonlySet<string>): jwk is Record<string, unknown> {
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk)) return false;
  if (!Object.keys(jwk).every((member) => members.has(member))) return false;
  const { kty, crv } = jwk as Record<string, unknown>;
  return kty === 'OKP' && crv === 'Ed25519';
}
