import type { NodeClient } from '../../client/node-client.ts';
import type { Posting } from './door.ts';

/** Full ids of what people name shortly: signed bodies take no others. */

/** The id of the item that a reference begins. */
export async function itemId(node: NodeClient, reference: string): Promise<string> {
  return (await node.get('/v1/wanted/{id}', { params: { path: { id: reference } } })).item.id;
}

/** The id of a rig by its id, its address or its handle on the node. */
export async function rigId(node: NodeClient, reference: string): Promise<string> {
  return (await node.get('/v1/rigs/{id}', { params: { path: { id: reference } } })).id;
}

/** The id of the submission (`c-`), the stamp (`s-`) or the item that a reference begins. */
export async function aboutId(node: NodeClient, reference: string): Promise<string> {
  const init = { params: { path: { id: reference } } };
  if (reference.startsWith('c-')) return (await node.get('/v1/completions/{id}', init)).id;
  if (reference.startsWith('s-')) return (await node.get('/v1/stamps/{id}', init)).id;
  return await itemId(node, reference);
}

/** A posting with the full ids of the rigs and items that it names. */
export async function withFullIds(node: NodeClient, posting: Posting): Promise<Posting> {
  const { reviewers, parent, depends_on } = posting;
  return {
    ...posting,
    ...(reviewers === undefined ? {} : { reviewers: await inOrder(reviewers, (each) => rigId(node, each)) }),
    ...(parent === undefined ? {} : { parent: await itemId(node, parent) }),
    ...(depends_on === undefined ? {} : { depends_on: await inOrder(depends_on, (each) => itemId(node, each)) }),
  };
}

async function inOrder(references: string[], resolve: (reference: string) => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  for (const reference of references) ids.push(await resolve(reference));
  return ids;
}
