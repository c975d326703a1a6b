import type { ReasonRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import { liveSubmission } from './live-submission.ts';
import type { Services } from './ports.ts';

/** Sends the latest submission back to its worker, who still holds the item. */
export async function rejectWork(
  services: Services,
  acting: Acting,
  id: string,
  request: ReasonRequest,
): Promise<ItemDone> {
  const { item, completion } = await liveSubmission(services, id);
  return await actOnItem(services, acting, item.id, () => ({
    type: 'work.rejected',
    aud: item.home,
    body: { completion, ...request },
  }));
}
