import type { NodeClient } from '../../client/node-client.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The id of the rig whose token a client bears. */
export async function ownRig(node: NodeClient): Promise<string> {
  const { items } = await node.get('/v1/tokens', { params: { query: { limit: 200 } } });
  const current = items.find((token) => token.current);
  if (current === undefined) throw new UsageError('the node does not say whose token this is');
  return current.rig;
}
