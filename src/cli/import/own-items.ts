import type { NodeClient } from '../../client/node-client.ts';
import type { Item, ItemPage } from '../../wire/api/item.ts';

/** The items that a rig has posted at a node, whatever became of them, by their `origin_ref`. Those of others say nothing: anybody
 * could claim an origin. */
export async function ownItems(node: NodeClient, rig: string, signal: AbortSignal): Promise<Map<string, Item>> {
  const { id: home } = await node.node();
  const items = new Map<string, Item>();
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const more = cursor === null ? {} : { cursor };
    // The newest come last, so that none that is posted meanwhile moves the others.
    const query = { posted_by: rig, home, sort: 'created' as const, limit: 200, ...more };
    const page: ItemPage = await node.get('/v1/wanted', { params: { query } });
    for (const item of page.items) {
      const { origin_ref: ref } = item;
      if (ref !== undefined && !items.has(ref)) items.set(ref, item);
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
