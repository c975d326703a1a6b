import type { NodeClient } from '../../client/node-client.ts';
import { beadOrigin } from '../../domain/beads/origin.ts';
import type { Item } from '../../wire/api/item.ts';

/** An item that stands here for a bead. */
export type KnownItem = Pick<Item, 'id' | 'status' | 'parent'>;

/** The items that stand on a board for beads, by the beads' ids: those of the rig's own that were posted for them (of two the
 * older), and for beads that were exported from this board the items that they were. */
export async function knownBeads(
  node: NodeClient,
  own: Iterable<Item>,
  beads: readonly string[],
): Promise<Map<string, KnownItem>> {
  const known = new Map<string, KnownItem>();
  for (const item of own) {
    const bead = beadOrigin(item.origin_ref)?.id;
    if (bead !== undefined && !known.has(bead)) known.set(bead, item);
  }
  for (const bead of beads) {
    if (known.has(bead) || !itemId.test(bead)) continue;
    const { status, body } = await node.ask('get', '/v1/wanted/{id}', { params: { path: { id: bead } } });
    if (status === 200) known.set(bead, (body as { item: Item }).item);
  }
  return known;
}

const itemId = /^w-[0-9a-f]{40}$/;
