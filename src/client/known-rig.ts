import type { PrivateKey } from '../identity/keys.ts';
import { ClientError } from './client-error.ts';
import { chainOf, documentOf, latestDocument, successorsOf } from './document-chain.ts';
import type { ChainDocument } from './document-chain.ts';
import type { LocalRig } from './local-rig.ts';
import type { NodeClient } from './node-client.ts';

/** The rig that a key speaks for, from the documents that a node knows; `reference` is its id or its address. */
export async function findRig(node: NodeClient, reference: string, key: PrivateKey): Promise<LocalRig> {
  const { id, documents } = await node.get('/v1/rigs/{id}/identity', { params: { path: { id: reference } } });
  const chain = chainOf(id, documents);
  const latest = chain.at(-1);
  if (latest === undefined || !Object.hasOwn(latest.keys, key.kid)) {
    throw new ClientError('refused', `key ${key.kid} doesn't speak for ${reference}`);
  }
  return withChain({ id, home: latest.payload.home ?? id, key, documents: [] }, chain);
}

/** The rig with the documents that its other keys have signed since, as far as the node knows them. */
export async function catchUp(node: NodeClient, rig: LocalRig): Promise<LocalRig> {
  const { documents } = await node.get('/v1/rigs/{id}/identity', { params: { path: { id: rig.id } } });
  const known = documents.flatMap((text) => documentOf(text) ?? []);
  return withChain(rig, successorsOf(latestDocument(rig), known));
}

function withChain(rig: LocalRig, chain: ChainDocument[]): LocalRig {
  const home = chain.at(-1)?.payload.home ?? rig.home;
  return { ...rig, home, documents: [...rig.documents, ...chain.map(({ token }) => token.text)] };
}
