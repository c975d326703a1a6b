import type { NodeClient } from '../../client/node-client.ts';
import { WastelandError } from '../../errors.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** The full id of the log that a URL, an id or the beginning of one (6 characters or more) names. */
export async function originId(node: NodeClient, reference: string): Promise<string> {
  const isId: boolean = isIdentityId(reference);
  if (isId) return reference;
  const { items } = await node.get('/v1/logs');
  const url = reference.replace(/\/+$/, '');
  const found = items.filter((log) => log.url === url || (reference.length >= 6 && log.origin.startsWith(reference)));
  const [only] = found;
  if (only === undefined) throw new WastelandError('not_found', `no log that this node holds is ${reference}`);
  if (found.length > 1) throw new UsageError(`${reference} begins the ids of ${found.length} logs`);
  return only.origin;
}
