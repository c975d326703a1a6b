import type { SubmitRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import type { Services } from './ports.ts';

/** Submits evidence for a claimed item, which makes a completion. */
export async function submitWork(
  services: Services,
  acting: Acting,
  id: string,
  request: SubmitRequest,
): Promise<ItemDone> {
  return await actOnItem(services, acting, id, (item) => ({
    type: 'work.submitted',
    aud: item.home,
    body: { item: item.id, ...request },
  }));
}
