import type { ReasonRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import type { Services } from './ports.ts';

/** Gives a claimed item back to the board. */
export async function releaseItem(
  services: Services,
  acting: Acting,
  id: string,
  request: ReasonRequest,
): Promise<ItemDone> {
  return await actOnItem(services, acting, id, (item) => ({
    type: 'wanted.released',
    aud: item.home,
    body: { item: item.id, ...request },
  }));
}
