import { ClientError } from '../../client/client-error.ts';
import { chainOf, latestDocument } from '../../client/document-chain.ts';
import { publicKeyOf } from '../../client/local-rig.ts';
import type { LocalRig } from '../../client/local-rig.ts';
import { nextDocument } from '../../client/next-document.ts';
import type { Upto } from '../../client/next-document.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { reach } from '../../client/rig-keys.ts';
import type { Clock } from '../../clock.ts';
import { thumbprint } from '../../identity/keys.ts';
import type { EventResults } from '../../wire/api/event.ts';
import { checkFree, findKey, hasKey, makeKey, privateKeyOf, removeKey, rigOf, saveKey } from './keyring.ts';
import type { KeyFile } from './keyring.ts';
import { publishChain } from './publish.ts';

export interface Recovery {
  /** What the new key is called. */
  name: string;
  recovery: KeyFile;
  /** The number of the last document that is the owner's; without it the latest one is. */
  after: number | undefined;
  upto: Upto | undefined;
}

export interface Recovered {
  answer: EventResults;
  kid: string;
  handle: string;
}

/**
 * Takes a rig back with one of its recovery keys. The new key is kept before the document is sent, so that after a lost
 * answer the next attempt sends the same one again.
 */
export async function recoverRig(
  node: NodeClient,
  reference: string,
  wish: Recovery,
  clock: Clock,
): Promise<Recovered> {
  const { id, documents } = await node.get('/v1/rigs/{id}/identity', { params: { path: { id: reference } } });
  const begun = hasKey(wish.name) && findKey(wish.name).rig?.id === id ? findKey(wish.name) : undefined;
  if (begun === undefined) checkFree(wish.name);
  const key = begun ?? (await begin(node, id, documents, wish, clock));
  const { answer, rig } = await publishChain(node, rigOf(key), clock, () => removeKey(key.name));
  return { answer, kid: thumbprint(key.jwk.x), handle: latestDocument(rig).payload.handle };
}

async function begin(
  node: NodeClient,
  id: string,
  documents: readonly string[],
  { name, recovery, after, upto }: Recovery,
  clock: Clock,
): Promise<KeyFile> {
  const chain = chainOf(id, documents).slice(0, after === undefined ? undefined : after + 1);
  const latest = chain.at(-1);
  const signer = privateKeyOf(recovery);
  if (latest === undefined || !Object.hasOwn(latest.recovery, signer.kid)) {
    throw new ClientError('refused', `key ${signer.kid} is no recovery key of ${id}`);
  }
  const fresh = await makeKey(name, clock.now());
  const home = latest.payload.home ?? id;
  const texts = chain.map(({ token }) => token.text);
  const before: LocalRig = { id, home, key: privateKeyOf(fresh), documents: texts };
  const kids = Object.keys(latest.keys);
  const reached = upto ?? (await reach(node, before, kids.length));
  const changes = { add: [publicKeyOf(fresh.jwk)], drop: kids.map((kid) => ({ kid, upto: reached })) };
  const { documents: grown } = await nextDocument(before, changes, clock.now(), signer);
  const { handle } = latest.payload;
  const key: KeyFile = { ...fresh, rig: { id, handle, home, documents: grown, registered: true } };
  saveKey(key);
  return key;
}
