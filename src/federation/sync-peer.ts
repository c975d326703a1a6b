import { WastelandError } from '../errors.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { NodeAnswer } from '../net/peer-answers.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import { landSource } from './land-source.ts';
import { withSource } from './open-source.ts';
import type { FederationParts } from './parts.ts';
import { readNode } from './read-node.ts';
import { failureOf, SyncFailure } from './sync-failure.ts';
import type { WithheldTexts } from './take-withheld.ts';

/** A node to pull from: a peer, or one that is asked for its own log alone. */
export interface SyncedNode {
  id: string;
  url: string;
  /** Who isn't a peer was not trusted by the operator to relay. */
  ownLogOnly?: boolean;
}

/** What a sync found out before it is dated and kept. */
type Findings = Omit<SyncReport, 'peer' | 'started_at' | 'finished_at'>;

/**
 * One sync with one peer (design section 6): who is it, fetch, compare and verify by hashing, land, append what our own log
 * lacks of identity documents. Always gives a report, which is kept with the peer.
 */
export async function syncPeer(
  parts: FederationParts,
  withheld: WithheldTexts,
  peer: SyncedNode,
  ended: AbortSignal,
): Promise<SyncReport> {
  const started = parts.clock.now();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), parts.limits.sync);
  const signal = AbortSignal.any([limit.signal, ended]);
  let findings: Findings;
  try {
    parts.writer.checkRoom();
    const node = await readPinned(parts, peer, signal);
    findings = await pull(parts, withheld, peer, node, signal);
  } catch (error) {
    findings = failed(parts, error, signal);
  } finally {
    clearTimeout(timer);
  }
  const report: SyncReport = { peer: peer.id, started_at: started, finished_at: parts.clock.now(), ...findings };
  keep(parts, report);
  return report;
}

/** The peer's node document; another id behind the URL than the pinned one ends the sync before anything is touched. */
async function readPinned(parts: FederationParts, peer: SyncedNode, signal: AbortSignal): Promise<NodeAnswer> {
  const read = await readNode(new PeerClient(parts.client, peer.url, signal));
  if (read.kind !== 'found') throw failureOf(read);
  const node = read.value;
  if (node.id !== peer.id) throw new SyncFailure('peer_identity_changed', `${node.id} answers at ${peer.url}`);
  parts.store.peers.change(peer.id, { name: node.name ?? null, remote: node.remotes?.ledger ?? null });
  return node;
}

async function pull(
  parts: FederationParts,
  withheld: WithheldTexts,
  peer: SyncedNode,
  node: NodeAnswer,
  signal: AbortSignal,
): Promise<Findings> {
  const rest = new PeerClient(parts.client, peer.url, signal);
  // A Dolt fetch would bring all that the node relays, for one log: too much to keep of who isn't a peer.
  const remote = peer.ownLogOnly === true ? undefined : node.remotes?.ledger;
  const request = { node: peer.id, remote, rest, signal };
  return await withSource(parts, request, async (source, note) => {
    const taken = await landSource(parts, withheld, peer, source, signal);
    const whole =
      !peer.ownLogOnly && taken.logs.every(({ code, waiting }) => code === undefined && waiting === undefined);
    if (whole && source.commit !== undefined) parts.store.peers.change(peer.id, { landed_commit: source.commit });
    return {
      ...(note === undefined ? {} : { detail: `read by REST, since its ledger could not be fetched: ${note}` }),
      transport: source.transport,
      ...(source.commit === undefined ? {} : { commit: source.commit }),
      ...taken,
    };
  });
}

function failed(parts: FederationParts, error: unknown, signal: AbortSignal): Findings {
  const empty = { result: 'failed' as const, landed: 0, documents: 0, logs: [] };
  if (signal.aborted) return { ...empty, code: 'timed_out', detail: 'the sync was ended before it was done' };
  if (error instanceof SyncFailure) return { ...empty, code: error.code, detail: error.message };
  if (error instanceof WastelandError && error.code === 'disk_full') {
    return { ...empty, code: error.code, detail: error.message };
  }
  parts.log.error({ err: error }, 'a sync failed');
  return {
    ...empty,
    code: 'fetch_failed',
    detail: 'it ended with an error of our own, which is in the log of this node',
  };
}

/** Keeps the report, and by whom what came; a peer that was removed meanwhile keeps no report. */
function keep(parts: FederationParts, report: SyncReport): void {
  const { peers, syncs, relays } = parts.store;
  relays.note(report.peer, report.logs, report.finished_at);
  const peer = peers.get(report.peer);
  if (peer === undefined) return;
  const ok = report.result === 'ok';
  syncs.add({ peer: report.peer, started_at: report.started_at, ended_at: report.finished_at, ok, report });
  if (report.result === 'failed') peers.change(report.peer, { failures: peer.failures + 1 });
  else peers.change(report.peer, { failures: 0, synced_at: report.finished_at });
}
