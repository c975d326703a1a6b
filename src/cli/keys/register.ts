import { ClientError } from '../../client/client-error.ts';
import { newRig } from '../../client/local-rig.ts';
import type { Beginning } from '../../client/local-rig.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { SigningClient } from '../../client/signing-client.ts';
import type { Clock } from '../../clock.ts';
import type { EventResults } from '../../wire/api/event.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { privateKeyOf, saveKey } from './keyring.ts';
import type { KeyFile, KeyRig } from './keyring.ts';

export interface Registered {
  answer: EventResults;
  rig: KeyRig;
}

/**
 * Makes a key the first key of a rig, and a node that rig's home. The document is kept before it is sent, so that when the
 * answer is lost the same identity is sent again, not a second one that finds its handle taken.
 */
export async function registerKey(
  node: NodeClient,
  key: KeyFile,
  beginning: Omit<Beginning, 'home'>,
  clock: Clock,
): Promise<Registered> {
  if (key.rig?.registered === true) {
    throw new UsageError(`key ${key.name} speaks for the rig ${key.rig.handle} already`);
  }
  const { id: home } = await node.node();
  const rig = await begun(key, { ...beginning, home }, clock);
  saveKey({ ...key, rig });
  try {
    const signing = new SigningClient(node, { ...rig, key: privateKeyOf(key) }, clock);
    const { answer } = await signing.publish();
    const registered = { ...rig, registered: true };
    saveKey({ ...key, rig: registered });
    return { answer, rig: registered };
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') {
      const { rig: _refused, ...without } = key;
      saveKey(without);
    }
    throw error;
  }
}

/** The identity that was sent before, when it is the same one that is asked for; else a new one. */
async function begun(key: KeyFile, beginning: Beginning, clock: Clock): Promise<KeyRig> {
  const { handle, home } = beginning;
  if (key.rig !== undefined && key.rig.handle === handle && key.rig.home === home) return key.rig;
  const { id, documents } = await newRig(beginning, privateKeyOf(key), clock.now());
  return { id, handle, home, documents, registered: false };
}
