import { WastelandError } from '../errors.ts';
import type { PeerRow } from '../private/peers.ts';
import { pageOf, readCursor, writeCursor } from '../readmodel/cursor.ts';
import type { CursorValue } from '../readmodel/cursor.ts';
import type { ChangePeerRequest, Peer, PeersAnswer, PeersQuery, SyncPage, SyncsQuery } from '../wire/api/peer.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import { pageOfAll } from './page-of-all.ts';
import type { Services } from './ports.ts';
import { equivocationView } from './views/equivocation.ts';
import { present, time, timeOrNull } from './views/present.ts';

/** The nodes that this one pulls from, and the origins that were found to have signed two histories. */
export function listPeers(services: Services, query: PeersQuery): PeersAnswer {
  const { peers, equivocations } = services.private;
  const keyOf = (row: PeerRow): CursorValue[] => [row.added_at, row.id];
  const page = pageOfAll({ name: 'added', rows: peers.list(), keyOf, types: ['number', 'string'] }, query);
  return {
    items: page.items.map((row) => peerView(services, row)),
    equivocations: equivocations.list().map(equivocationView),
    next_cursor: page.next_cursor,
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

/** Reports of past syncs, newest first unless asked otherwise. */
export function listSyncs(services: Services, id: string, query: SyncsQuery): SyncPage {
  findPeer(services, id);
  const { sort = '-started', limit = 50, cursor } = query;
  const after = cursor === undefined ? {} : { after: Number(readCursor(cursor, sort, ['number'])[0]) };
  const rows = services.private.syncs.list(id, limit + 1, { rising: sort === 'started', ...after });
  const page = pageOf(rows, limit, (last) => writeCursor(sort, [last.id]));
  return { items: page.items.map((row) => row.report as SyncReport), next_cursor: page.next_cursor };
}

function findPeer(services: Services, id: string): PeerRow {
  const row = services.private.peers.get(id);
  if (row === undefined) throw new WastelandError('not_found', 'no peer has this id');
  return row;
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
