import type { PrivateKey } from '../identity/keys.ts';
import { signToken } from '../identity/sign.ts';
import { typs } from '../wire/header.ts';
import type { IdentityDocument, PublicKey } from '../wire/document.ts';
import { ClientError } from './client-error.ts';
import { latestDocument } from './document-chain.ts';
import type { LocalRig } from './local-rig.ts';

/** How far in each log the acts of a dropped key still count; in a log that isn't named, not at all. */
export type Upto = Record<string, number>;

/** What a later document says otherwise than the one before it. */
export interface DocumentChanges extends Partial<
  Pick<IdentityDocument, 'handle' | 'name' | 'also_known_as' | 'recovery' | 'home' | 'owner' | 'status'>
> {
  /** Keys that speak for the rig from now on, besides those that do already. */
  add?: PublicKey[];
  /** Keys that speak for it no longer. */
  drop?: { kid: string; upto: Upto }[];
}

/**
 * Signs the document that follows a rig's latest one (protocol.md section 2), with its own key, or with a recovery key to
 * take the rig back. The rig with the new chain; nothing is posted. `now` in milliseconds.
 */
export async function nextDocument(
  rig: LocalRig,
  changes: DocumentChanges,
  now: number,
  signer: PrivateKey = rig.key,
): Promise<LocalRig> {
  const latest = latestDocument(rig);
  const { add = [], drop = [], ...members } = changes;
  const dropped = new Set(drop.map(({ kid }) => kid));
  const unknown = drop.find(({ kid }) => !Object.hasOwn(latest.keys, kid));
  if (unknown !== undefined) throw new ClientError('refused', `the rig has no key ${unknown.kid}`);
  const kept = Object.entries(latest.keys).filter(([kid]) => !dropped.has(kid));
  const { revoked: _, ...before } = latest.payload;
  const document: IdentityDocument = {
    ...before,
    ...members,
    id: rig.id,
    seq: latest.payload.seq + 1,
    prev: latest.token.hash,
    keys: [...kept.map(([, key]) => ({ kty: 'OKP' as const, crv: 'Ed25519' as const, ...key })), ...add],
    ...(drop.length === 0 ? {} : { revoked: drop }),
    iat: Math.floor(now / 1000),
  };
  const text = signToken(typs.identity, document, signer);
  return { ...rig, home: document.home ?? rig.home, documents: [...rig.documents, text] };
}
