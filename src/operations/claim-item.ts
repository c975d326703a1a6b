import type { Acting } from './acting.ts';
import { actOnItem } from './act-on-item.ts';
import type { ItemDone } from './act-on-item.ts';
import type { Services } from './ports.ts';
import { leaseOf } from './views/item.ts';

/** Claims an item; the answer tells the lease. */
export async function claimItem(services: Services, acting: Acting, id: string): Promise<ItemDone> {
  const done = await actOnItem(services, acting, id, (item) => ({
    type: 'wanted.claimed',
    aud: item.home,
    body: { item: item.id },
  }));
  return done.kind === 'queued' ? done : withClaim(done);
}

/** Adds the lease that the act has just begun. */
export function withClaim(done: Exclude<ItemDone, { kind: 'queued' }>): ItemDone {
  return { ...done, answer: { ...done.answer, claim: leaseOf(done.answer.item) } };
}
