import type { PostRequest } from '../wire/api/item.ts';
import type { ItemAnswer } from '../wire/api/lifecycle.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { Acting, Done } from './acting.ts';
import { itemAfter } from './act-on-item.ts';
import { findOrTakeId, findRigId } from './find-named.ts';
import { performAct } from './perform-act.ts';
import type { Services } from './ports.ts';
import { present } from './views/present.ts';

/** Posts an item on this node's board: this node is its home. */
export async function postItem(
  services: Services,
  acting: Acting,
  request: PostRequest,
): Promise<Done<ItemAnswer, Queued>> {
  const { parent, depends_on, reviewers, ...members } = request;
  const body = {
    ...members,
    priority: request.priority ?? 2,
    effort: request.effort ?? 'medium',
    ...present({
      parent: parent === undefined ? null : findOrTakeId(services, 'w-', parent),
      depends_on: depends_on?.map((id) => findOrTakeId(services, 'w-', id)),
      reviewers: reviewers?.map((rig) => findRigId(services, rig)),
    }),
  };
  const performed = await performAct(services, acting, { type: 'wanted.posted', aud: services.node.id, body });
  if (performed.kind === 'queued') return { kind: 'queued', answer: { outbox: performed.outbox } };
  const item = itemAfter(services, performed.made ?? '', performed);
  return { kind: 'made', answer: { item, event: performed.event } };
}
