import { WastelandError } from '../errors.ts';
import type { EquivocationRow } from '../private/equivocations.ts';
import type { PeerRow } from '../private/peers.ts';
import type { Equivocation } from '../wire/api/equivocation.ts';
import type { ChangePeerRequest, Peer, PeersAnswer, SyncPage, SyncsQuery } from '../wire/api/peer.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import type { Services } from './ports.ts';
import { present, time, timeOrNull } from './views/present.ts';

/** The nodes that this one pulls from, and the origins that were found to have signed two histories. */
export function listPeers(services: Services): PeersAnswer {
  const { peers, equivocations } = services.private;
  return {
    items: peers.list().map((row) => peerView(services, row)),
    equivocations: equivocations.list().map(equivocationView),
    next_cursor: null,
  };
}

/** Adds the node behind a URL and pins its identity; `peer_exists`, and what `introduce` finds. */
export async function addPeer(services: Services, url: string): Promise<Peer> {
  const { id, name } = await services.peers.introduce(url);
  if (id === services.node.id) throw new WastelandError('not_a_peer', 'this is the node itself');
  if (!services.private.peers.add(id, url, name ?? null)) {
    throw new WastelandError('peer_exists', `the node ${id} is a peer already`);
  }
  return peerView(services, findPeer(services, id));
}

/** Pauses a peer, or follows it to another URL, where the same node must answer: `peer_identity_changed`. */
export async function changePeer(services: Services, id: string, change: ChangePeerRequest): Promise<Peer> {
  findPeer(services, id);
  if (change.url !== undefined) {
    const found = await services.peers.introduce(change.url);
    if (found.id !== id) throw new WastelandError('peer_identity_changed', `the node ${found.id} answers there`);
  }
  services.private.peers.change(id, change);
  return peerView(services, findPeer(services, id));
}

/** Pulls from this node no more; what was learnt stays. */
export function removePeer(services: Services, id: string): void {
  findPeer(services, id);
  services.private.peers.remove(id);
}

/** Syncs with a peer now and returns the report, also when entries were refused. */
export async function syncPeer(services: Services, id: string): Promise<SyncReport> {
  findPeer(services, id);
  return await services.peers.sync(id);
}

/** Reports of past syncs, newest first. */
export function listSyncs(services: Services, id: string, { limit = 50, cursor }: SyncsQuery): SyncPage {
  findPeer(services, id);
  const before = cursor === undefined ? undefined : Number(cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) {
    throw new WastelandError('invalid_request', 'this cursor does not belong to this list');
  }
  const rows = services.private.syncs.list(id, limit + 1, before);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row) => row.report as SyncReport),
    next_cursor: rows.length > limit ? String(shown.at(-1)?.id ?? '') : null,
  };
}

function findPeer(services: Services, id: string): PeerRow {
  const row = services.private.peers.get(id);
  if (row === undefined) throw new WastelandError('not_found', 'no peer has this id');
  return row;
}

function equivocationView({ origin, found_at: foundAt, proof }: EquivocationRow): Equivocation {
  return { origin, found_at: time(foundAt), ...(proof as Pick<Equivocation, 'seq' | 'peer' | 'ours' | 'theirs'>) };
}

function peerView(services: Services, row: PeerRow): Peer {
  return {
    id: row.id,
    url: row.url,
    paused: row.paused,
    added_at: time(row.added_at),
    failures: row.failures,
    ...present({ name: row.name, synced_at: timeOrNull(row.synced_at), remote: row.remote, lag: lagOf(services, row) }),
  };
}

function lagOf({ private: { syncs }, clock }: Services, { id, synced_at: syncedAt }: PeerRow): Peer['lag'] {
  if (syncedAt === null) return undefined;
  const last = syncs.list(id, 1)[0]?.report as SyncReport | undefined;
  const entries = last?.logs.reduce((sum, { waiting = 0 }) => sum + waiting, 0) ?? 0;
  return { entries, milliseconds: Math.max(0, clock.now() - syncedAt) };
}
