import { ClientError } from '../../client/client-error.ts';
import { latestDocument } from '../../client/document-chain.ts';
import { catchUp } from '../../client/known-rig.ts';
import type { LocalRig } from '../../client/local-rig.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { SigningClient } from '../../client/signing-client.ts';
import type { Clock } from '../../clock.ts';
import { thumbprint } from '../../identity/keys.ts';
import type { EventResults } from '../../wire/api/event.ts';
import { listKeys, rigOf, saveKey } from './keyring.ts';
import type { KeyFile } from './keyring.ts';

export interface Published {
  answer: EventResults;
  rig: LocalRig;
}

/**
 * Signs the next document of a key's rig and brings it to the node, which is the rig's home. It is kept before it is sent:
 * when the answer is lost, the next attempt sends the same one again, and never a second one beside it.
 */
export async function publishNext(
  node: NodeClient,
  key: KeyFile,
  clock: Clock,
  make: (rig: LocalRig) => Promise<LocalRig>,
): Promise<Published> {
  const before = await catchUp(node, rigOf(key));
  keepChain(before);
  const after = await make(before);
  keepChain(after);
  return await publishChain(node, after, clock, () => keepChain(before));
}

/** Sends a rig's chain; when it is refused, `takeBack` undoes what was kept for it. */
export async function publishChain(
  node: NodeClient,
  rig: LocalRig,
  clock: Clock,
  takeBack: () => void,
): Promise<Published> {
  try {
    const { answer } = await new SigningClient(node, rig, clock).publish();
    return { answer, rig };
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') takeBack();
    throw error;
  }
}

/** Writes a rig's chain into the file of every key here that speaks for it. */
export function keepChain(rig: LocalRig): void {
  const latest = latestDocument(rig);
  for (const key of listKeys()) {
    if (key.rig?.id !== rig.id) continue;
    const { handle } = latest.payload;
    const dropped = !Object.hasOwn(latest.keys, thumbprint(key.jwk.x));
    saveKey({ ...key, rig: { ...key.rig, handle, home: rig.home, documents: rig.documents, dropped } });
  }
}
