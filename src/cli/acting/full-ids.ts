import type { NodeClient } from '../../client/node-client.ts';
import type { VouchPage } from '../../wire/api/acts.ts';
import type { ItemChanges, Posting } from './door.ts';

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

/** The id of the stamp that a reference begins. */
export async function stampId(node: NodeClient, reference: string): Promise<string> {
  return (await node.get('/v1/stamps/{id}', { params: { path: { id: reference } } })).id;
}

/** The id of the comment that a reference begins. */
export async function commentId(node: NodeClient, reference: string): Promise<string> {
  return (await node.get('/v1/comments/{id}', { params: { path: { id: reference } } })).id;
}

/** The ids of all vouches that one rig gave another and didn't take back. */
export async function vouchIds(node: NodeClient, giver: string, subject: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = { by: 'giver' as const, limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: VouchPage = await node.get('/v1/rigs/{id}/vouches', { params: { path: { id: giver }, query } });
    ids.push(...page.items.filter((vouch) => vouch.subject.id === subject).map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}

/** A posting with the full ids of the rigs and items that it names. */
export async function withFullIds<Said extends Posting | ItemChanges>(node: NodeClient, posting: Said): Promise<Said> {
  const { reviewers, parent, depends_on } = posting;
  return {
    ...posting,
    ...(reviewers === undefined ? {} : { reviewers: await inOrder(reviewers, (each) => rigId(node, each)) }),
    ...(parent === undefined || parent === '' ? {} : { parent: await itemId(node, parent) }),
    ...(depends_on === undefined ? {} : { depends_on: await inOrder(depends_on, (each) => itemId(node, each)) }),
  };
}

async function inOrder(references: string[], resolve: (reference: string) => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  for (const reference of references) ids.push(await resolve(reference));
  return ids;
}
