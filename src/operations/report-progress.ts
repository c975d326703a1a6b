import type { ProgressRequest } from '../wire/api/lifecycle.ts';
import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import { withClaim } from './claim-item.ts';
import type { Services } from './ports.ts';

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
  return done.kind === 'queued' ? done : withClaim(done);
}
