import { thumbprint } from '../../identity/keys.ts';
import type { KeyFile } from './keyring.ts';

/** What may be shown of a key: everything but the private part. */
export interface ShownKey {
  name: string;
  kid: string;
  jwk: { kty: string; crv: string; x: string };
  created_at: string;
  rig?: { id: string; handle: string; home: string };
  /** A later document of that rig has dropped it: it speaks for nobody. */
  dropped?: true;
}

/** The part of a key file that may be shown. */
export function shownKey({ name, jwk, created_at, rig }: KeyFile): ShownKey {
  const { kty, crv, x } = jwk;
  const speaksFor = rig?.registered === true ? { rig: { id: rig.id, handle: rig.handle, home: rig.home } } : {};
  const dropped = rig?.dropped === true ? { dropped: true as const } : {};
  return { name, kid: thumbprint(x), jwk: { kty, crv, x }, created_at, ...speaksFor, ...dropped };
}
