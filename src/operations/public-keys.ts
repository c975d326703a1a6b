import { WastelandError } from '../errors.ts';
import { checkKey } from '../identity/keys.ts';
import type { PublicKey } from '../wire/document.ts';

/** Public JWKs of a request, each looked at; refused with the code of the first that is no good key. */
export function readPublicKeys(jwks: readonly unknown[]): PublicKey[] {
  const keys = jwks.map((jwk) => {
    const checked = checkKey(jwk, { custody: false });
    if (!checked.ok) throw new WastelandError(checked.code, 'a key must be a good public Ed25519 JWK {kty, crv, x}');
    return { kty: 'OKP', crv: 'Ed25519', x: checked.key.x } as const;
  });
  if (new Set(keys.map(({ x }) => x)).size !== keys.length) throw new WastelandError('schema', 'a key is there twice');
  return keys;
}
