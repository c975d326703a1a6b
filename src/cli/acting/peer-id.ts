import type { NodeClient } from '../../client/node-client.ts';
import { WastelandError } from '../../errors.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The full id of the peer that a URL, an id or the beginning of one (6 characters or more) names. */
export async function peerId(node: NodeClient, reference: string): Promise<string> {
  const { items } = await node.get('/v1/admin/peers');
  const url = reference.replace(/\/+$/, '');
  const found = items.filter((peer) => peer.url === url || (reference.length >= 6 && peer.id.startsWith(reference)));
  const [only] = found;
  if (only === undefined) throw new WastelandError('not_found', `no peer is ${reference}`);
  if (found.length > 1) throw new UsageError(`${reference} begins the ids of ${found.length} peers`);
  return only.id;
}
