import type { EditRequest } from '../wire/api/item.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import { findOrTakeId, findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { present } from './views/present.ts';

/** Changes an item; `""` and `[]` clear. */
export async function editItem(
  services: Services,
  acting: Acting,
  id: string,
  request: EditRequest,
): Promise<ItemDone> {
  const { parent, depends_on, reviewers, ...members } = request;
  const changes = {
    ...members,
    ...present({
      parent: parent === undefined || parent === '' ? parent : findOrTakeId(services, 'w-', parent),
      depends_on: depends_on?.map((other) => findOrTakeId(services, 'w-', other)),
      reviewers: reviewers?.map((rig) => findRigId(services, rig)),
    }),
  };
  return await actOnItem(services, acting, id, (item) => ({
    type: 'wanted.updated',
    aud: item.home,
    body: { item: item.id, ...changes },
  }));
}
