import { WastelandError } from '../errors.ts';
import { importPrivateKey } from '../identity/keys.ts';
import type { PrivateKey } from '../identity/keys.ts';
import { newJti, signToken } from '../identity/sign.ts';
import { readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import { typs } from '../wire/header.ts';
import type { Bodies, EventType } from '../wire/event.ts';
import type { Acting } from './acting.ts';
import { heldKid } from './held-key.ts';
import type { Services } from './ports.ts';
import { UnsignedActs } from './unsigned-acts.ts';

/** What a custodial rig wants to do, before it is signed. */
export type Act = {
  [T in EventType]: {
    type: T;
    /** The node whose log it is for. */
    aud: string;
    body: Bodies[T];
    /** The item that it is about, where it is about one. */
    item?: string;
  };
}[EventType];

/** Signs acts with the key that this node holds for the rig; on a retry gives the tokens that were signed then. Where it holds
 * none, it throws the acts as `UnsignedActs`. */
export async function signActs(services: Services, acting: Acting, acts: readonly Act[]): Promise<Token[]> {
  const before = acting.kept?.tokens;
  if (before?.length === acts.length) return before.map(readOwn);
  const key = await loadHeldKey(services, acting.rig);
  if (key === undefined) throw new UnsignedActs(acts);
  const iat = Math.floor(services.clock.now() / 1000);
  const tokens: Token[] = [];
  for (const { type, aud, body } of acts) {
    const event = { iss: acting.rig, aud, iat, jti: newJti(), type, body };
    tokens.push(readOwn(signToken(typs.event, event, key)));
  }
  acting.kept?.keep(tokens.map((token) => token.text));
  return tokens;
}

/** A key in force of the rig that this node holds; `no_key` when it holds none. */
export async function custodialKey(services: Services, rig: string): Promise<PrivateKey> {
  const key = await loadHeldKey(services, rig);
  if (key !== undefined) return key;
  throw new WastelandError('no_key', 'this node holds no key that speaks for this rig now');
}

async function loadHeldKey(services: Services, rig: string): Promise<PrivateKey | undefined> {
  const kid = heldKid(services, rig);
  const jwk = kid === undefined ? undefined : await services.private.keys.load(rig, kid);
  const imported = jwk === undefined ? undefined : importPrivateKey(jwk);
  return imported?.ok === true ? imported.key : undefined;
}

/** What this node has signed, read; even that can be too long. */
export function readOwn(text: string): Token {
  const reading = readToken(text);
  if (!reading.ok) throw new WastelandError(reading.code, `the signed act would be refused: ${reading.code}`);
  return reading.token;
}
