import type { Outcome } from '../net/outcome.ts';
import type { PeerClient } from '../net/peer-client.ts';
import type { NodeAnswer } from '../net/peer-answers.ts';
import { proveNode } from './prove-node.ts';

/** The one protocol that this node speaks. */
const protocol = 1;

/** Reads who the node behind a URL is; found only when its documents prove the id that it gives. */
export async function readNode(peer: PeerClient): Promise<Outcome<NodeAnswer>> {
  const read = await peer.node();
  if (read.kind !== 'found') return read;
  const { id, documents, protocol: spoken } = read.value;
  if (spoken !== protocol) return { kind: 'invalid', detail: `it speaks protocol ${spoken}, this node ${protocol}` };
  if (proveNode(id, documents) === undefined) {
    return { kind: 'invalid', detail: `its documents don't prove the id ${id}` };
  }
  return read;
}
