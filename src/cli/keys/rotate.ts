import { catchUp } from '../../client/known-rig.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { rotateKey } from '../../client/rig-keys.ts';
import type { Clock } from '../../clock.ts';
import { thumbprint } from '../../identity/keys.ts';
import type { EventResults } from '../../wire/api/event.ts';
import { findKey, hasKey, makeKey, privateKeyOf, removeKey, renameKey, rigOf, saveKey } from './keyring.ts';
import type { KeyFile } from './keyring.ts';
import { keepChain, publishChain } from './publish.ts';

export interface Rotated {
  answer: EventResults;
  /** The new key. */
  kid: string;
  /** What the file of the old one is called now. */
  old: string;
}

/**
 * Puts a new key in the place of a named one. The new one is kept in a file of its own until the node has taken it, so that
 * after a lost answer the next attempt goes on with it.
 */
export async function rotateNamed(node: NodeClient, name: string | undefined, clock: Clock): Promise<Rotated> {
  const key = findKey(name);
  const nextName = `${key.name}-next`;
  const next = hasKey(nextName) ? findKey(nextName) : await begin(node, key, nextName, clock);
  const { answer, rig } = await publishChain(node, rigOf(next), clock, () => removeKey(nextName));
  keepChain(rig);
  const old = renameKey(key.name, freeName(`${key.name}-dropped`)).name;
  renameKey(nextName, key.name);
  return { answer, kid: thumbprint(next.jwk.x), old };
}

async function begin(node: NodeClient, key: KeyFile, nextName: string, clock: Clock): Promise<KeyFile> {
  const before = await catchUp(node, rigOf(key));
  const fresh = await makeKey(nextName, clock.now());
  const { documents } = await rotateKey(node, before, privateKeyOf(fresh), clock.now());
  const next = key.rig === undefined ? fresh : { ...fresh, rig: { ...key.rig, documents } };
  saveKey(next);
  return next;
}

function freeName(name: string): string {
  if (!hasKey(name)) return name;
  for (let number = 2; ; number += 1) if (!hasKey(`${name}-${number}`)) return `${name}-${number}`;
}
