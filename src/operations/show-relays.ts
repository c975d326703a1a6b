import type { Peer } from '../wire/api/peer.ts';
import type { Who } from '../wire/api/references.ts';
import { listPeers } from './manage-peers.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';

/** A node that this one pulls from, or pulled from once, and what came by it. */
export interface Relay {
  node: Who;
  state: 'never synced' | 'in touch' | 'failing' | 'paused' | 'no peer';
  /** Entries of its own log that it brought itself. */
  own: number;
  /** Logs of others that it brought entries of, those first of which it brought most. */
  brought: { origin: Who; entries: number }[];
}

/** Who relays whom, as far as this node sees: its peers, then those that are none any more, and what each of them brought. */
export function showRelays(services: Services): Relay[] {
  const names = namesOf(services);
  const relays = new Map<string, Relay>();
  for (const peer of listPeers(services, { limit: 200 }).items) {
    relays.set(peer.id, { node: names(peer.id), state: stateOf(peer), own: 0, brought: [] });
  }
  for (const { peer, origin, entries } of services.private.relays.list()) {
    const relay = relays.get(peer) ?? { node: names(peer), state: 'no peer', own: 0, brought: [] };
    relays.set(peer, relay);
    if (origin === peer) relay.own = entries;
    else relay.brought.push({ origin: names(origin), entries });
  }
  return [...relays.values()];
}

function stateOf({ paused, failures, synced_at: at }: Peer): Relay['state'] {
  if (paused) return 'paused';
  if (failures > 0) return 'failing';
  return at === undefined ? 'never synced' : 'in touch';
}
