import type { PeerViews } from '../../wire/api/view.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { time } from '../views/present.ts';

/** How a rig looks from the roots of this node's peers, as far as they publish that. */
export async function showPeerViews(services: Services, typed: string): Promise<PeerViews> {
  const { id } = findRig(services, typed);
  const views = await services.peers.views(id);
  const names = namesOf(services);
  const items = views.flatMap(({ node, text, view }) => {
    const value = view.value.rigs[id];
    if (value === undefined) return [];
    return [{ node: names(node), signed_at: time(view.iat * 1000), roots: view.roots, value, view: text }];
  });
  return { rig: names(id), items };
}
