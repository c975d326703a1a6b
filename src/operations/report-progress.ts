import type { ProgressRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import { findItem } from './find-named.ts';
import type { Services } from './ports.ts';
import { claimOf, claimView } from './views/item.ts';

/** Says how the work goes, which begins the lease anew. */
export async function reportProgress(
  services: Services,
  acting: Acting,
  id: string,
  request: ProgressRequest,
): Promise<ItemDone> {
  const done = await actOnItem(services, acting, id, (item) => ({
    type: 'work.progressed',
    aud: item.home,
    body: { item: item.id, ...request },
  }));
  if (done.kind === 'queued') return done;
  const { item } = done.answer;
  const since = claimView(findItem(services, item.id))?.since;
  const lease = claimOf(item);
  return { ...done, answer: { ...done.answer, claim: { ...lease, since: since ?? lease.since } } };
}
