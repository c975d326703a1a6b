import type { PublicKey } from '../../wire/document.ts';
import { publicKeyOf } from '../../client/local-rig.ts';
import { checkKey, thumbprint } from '../../identity/keys.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { findKey, hasKey, readKeyFile } from './keyring.ts';
import type { KeyFile } from './keyring.ts';

/** Keys as people name them: by their name here, by a file that is kept elsewhere, or by what is public of them. */

/** The key with that name here, or in that file. */
export function keyAt(reference: string): KeyFile {
  return isPath(reference) ? readKeyFile(reference) : findKey(reference);
}

/** The public part of a key with that name here, in that file, or written as a JWK. */
export function publicKeyAt(reference: string): PublicKey {
  if (!reference.startsWith('{')) return publicKeyOf(keyAt(reference).jwk);
  const checked = checkKey(jsonOf(reference), { custody: false });
  if (!checked.ok) throw new UsageError(`this is no good public key: ${checked.code}`);
  return publicKeyOf(checked.key);
}

/** The kid that is meant: itself, or that of a key. */
export function kidAt(reference: string): string {
  const isKid: boolean = isIdentityId(reference) && !hasNamed(reference);
  return isKid ? reference : thumbprint(publicKeyAt(reference).x);
}

function isPath(reference: string): boolean {
  return reference.includes('/') || reference.endsWith('.json');
}

/** A kid is too long for a name, unless it happens to be one. */
function hasNamed(reference: string): boolean {
  return /^[a-z0-9-]+$/.test(reference) && hasKey(reference);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError('this is not a JWK: it must be one JSON object');
  }
}
