import type { Rig } from '../../../wire/api/rig.ts';
import type { Shared } from '../../page.ts';

/** What shows of a profile where its link is shared. */
export function sharedOf({ id, handle, name }: Rig): Shared {
  return {
    path: `/rigs/${id}`,
    type: 'profile',
    picture: `/v1/rigs/${id}/card.png`,
    pictureShows: `How ${name ?? handle} stands on this node in quality, reliability and creativity`,
  };
}

/** A profile in one sentence. */
export function summaryOf({ address, kind, tier }: Rig): string {
  return `${address}, ${kind}: ${tier.name} on this node. What others said of its work, and how sure that is.`;
}
