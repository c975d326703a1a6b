import type { ReasonRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import type { Services } from './ports.ts';

/** Takes an item off the board. */
export async function withdrawItem(
  services: Services,
  acting: Acting,
  id: string,
  request: ReasonRequest,
): Promise<ItemDone> {
  return await actOnItem(services, acting, id, (item) => ({
    type: 'wanted.withdrawn',
    aud: item.home,
    body: { item: item.id, ...request },
  }));
}
