import type { PrivateKey } from '../identity/keys.ts';
import { newJti, signToken } from '../identity/sign.ts';
import { hashOf, idOfHash } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';
import type { IdentityDocument, PublicKey } from '../wire/document.ts';
import type { Kind } from '../wire/words.ts';
import type { Bodies, EventType } from '../wire/event.ts';

/** A rig of which a private key is here. */
export interface LocalRig {
  id: string;
  /** Id of the node whose log takes the rig's set acts. */
  home: string;
  key: PrivateKey;
  /** The chain of its identity documents, document 0 first. */
  documents: string[];
}

export interface Beginning {
  kind: Exclude<Kind, 'node'>;
  handle: string;
  name?: string;
  also_known_as?: string[];
  /** Id of the node that becomes its home. */
  home: string;
  /** Id of the rig that an agent belongs to; it counts once the owner has linked the agent. */
  owner?: string;
  /** Public keys that can take the identity back when the key is lost or stolen. */
  recovery?: PublicKey[];
}

/** Signs the document 0 of a new identity (protocol.md section 2); its hash is the rig's id. `now` in milliseconds. */
export async function newRig(beginning: Beginning, key: PrivateKey, now: number): Promise<LocalRig> {
  const document: IdentityDocument = {
    seq: 0,
    prev: null,
    recovery: [],
    ...beginning,
    keys: [publicKeyOf(key)],
    iat: seconds(now),
  };
  const text = signToken(typs.identity, document, key);
  return { id: idOfHash(hashOf(text)), home: beginning.home, key, documents: [text] };
}

/** The public part of a key, as it stands in identity documents. */
export function publicKeyOf({ x }: { x: string }): PublicKey {
  return { kty: 'OKP', crv: 'Ed25519', x };
}

export interface ActToSign<Type extends EventType> {
  type: Type;
  body: Bodies[Type];
  /** Id of the one node that may log it. */
  aud: string;
  /** A new one where none is given. */
  jti?: string | undefined;
}

/** Signs one act of a rig (protocol.md section 3). `now` in milliseconds. */
export async function signAct<Type extends EventType>(
  rig: LocalRig,
  { type, body, aud, jti = newJti() }: ActToSign<Type>,
  now: number,
): Promise<string> {
  const event = { iss: rig.id, aud, iat: seconds(now), jti, type, body };
  return signToken(typs.event, event, rig.key);
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
