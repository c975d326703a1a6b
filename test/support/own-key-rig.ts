import { idOfHash } from '../../src/identity/documents.ts';
import { generateKey } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { newJti, signToken } from '../../src/identity/sign.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { typs } from '../../src/wire/checkpoint.ts';
import type { Bodies, EventType } from '../../src/wire/event.ts';

/** A rig with a key of its own, as an agent that signs by itself has it. */
export class OwnKeyRig {
  readonly key: PrivateKey;
  readonly document: string;
  readonly id: string;
  readonly home: string;

  private constructor(key: PrivateKey, document: string, home: string) {
    this.key = key;
    this.document = document;
    this.id = idOfHash(hashOf(document));
    this.home = home;
  }

  /** Makes a key and document 0, with other members where some are given; nothing is registered yet. */
  static async make(home: string, handle: string, members: object = {}): Promise<OwnKeyRig> {
    const key = await generateKey();
    const keys = [{ kty: 'OKP', crv: 'Ed25519', x: key.x }];
    const iat = Math.floor(Date.now() / 1000);
    const payload = { seq: 0, prev: null, kind: 'human', handle, keys, recovery: [], home, iat, ...members };
    return new OwnKeyRig(key, signToken(typs.identity, payload, key), home);
  }

  /** Signs an act for the log of `aud`, its home unless another is named. */
  sign<T extends EventType>(type: T, body: Bodies[T], aud = this.home): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    return Promise.resolve(signToken(typs.event, { iss: this.id, aud, iat, jti: newJti(), type, body }, this.key));
  }
}
