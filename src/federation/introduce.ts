import { WastelandError } from '../errors.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { FederationParts } from './parts.ts';
import { readNode } from './read-node.ts';
import { failureOf } from './sync-failure.ts';

/** Reads and proves who is behind a URL; throws `not_a_peer`, `peer_unreachable` or `peer_not_allowed`. */
export async function introduce(
  parts: Pick<FederationParts, 'client'>,
  url: string,
): Promise<{ id: string; name?: string }> {
  const read = await readNode(new PeerClient(parts.client, url));
  if (read.kind === 'found') {
    const { id, name } = read.value;
    return name === undefined ? { id } : { id, name };
  }
  const { code, message } = failureOf(read);
  const known = code === 'peer_unreachable' || code === 'peer_not_allowed' ? code : 'not_a_peer';
  throw new WastelandError(known, `${url}: ${message}`);
}
