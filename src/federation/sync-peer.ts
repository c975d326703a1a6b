import { WastelandError } from '../errors.ts';
import { landLogs } from '../ledger/landing.ts';
import type { Landed } from '../ledger/landed.ts';
import { appendNewerDocuments } from '../ledger/newer-documents.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { NodeAnswer } from '../net/peer-answers.ts';
import type { LogReport, SyncReport } from '../wire/api/sync-report.ts';
import { verdictText } from '../wire/codes.ts';
import { compareAll } from './compare-all.ts';
import type { Offer } from './compare-all.ts';
import type { LogSource } from './log-source.ts';
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

/** Entries that one log's report names, and changed ones that the whole names; all are in the logs for everybody to see. */
const entriesShown = 100;

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
    const offer = await compareAll(parts, peer, source, signal);
    // Before the landing: what this source withholds itself is not asked of it.
    const texts = await withheld.take(peer, source, signal);
    const landed = await landOffer(parts, peer, source, offer, signal);
    const documents = await appendNewerDocuments(parts.writer, landed.documented);
    const whole =
      !peer.ownLogOnly && offer.reports.every(({ code, waiting }) => code === undefined && waiting === undefined);
    if (whole && source.commit !== undefined) parts.store.peers.change(peer.id, { landed_commit: source.commit });
    return {
      result: offer.reports.some(({ code }) => code !== undefined) ? 'partial' : 'ok',
      ...(note === undefined ? {} : { detail: `read by REST, since its ledger could not be fetched: ${note}` }),
      transport: source.transport,
      ...(source.commit === undefined ? {} : { commit: source.commit }),
      landed: landed.entries,
      ...(texts === 0 ? {} : { texts }),
      documents,
      logs: offer.reports,
      ...changedBy(parts, landed),
    };
  });
}

const nothingLanded: Landed = { entries: 0, verdicts: {}, changed: [], documented: [], contradicted: [], slices: 0 };

/** Lands what verified and completes the reports of those logs. */
async function landOffer(
  parts: FederationParts,
  peer: SyncedNode,
  source: LogSource,
  offer: Offer,
  signal: AbortSignal,
): Promise<Landed> {
  if (offer.landing.length === 0) return nothingLanded;
  const peerCommit = source.commit ?? 'REST';
  let landed = nothingLanded;
  let failure: string | undefined;
  try {
    landed = await landLogs(parts.writer, { peer: peer.id, peerCommit, logs: offer.landing, signal });
  } catch (error) {
    parts.log.error({ err: error, peer: peer.id }, 'verified entries of a peer could not be written');
    failure = error instanceof Error ? error.message : String(error);
  }
  const origins = new Set(offer.landing.map(({ origin }) => origin));
  for (const report of offer.reports) if (origins.has(report.origin)) complete(parts, report, landed, failure);
  return landed;
}

/** Verdicts are told as they are when all logs of the sync have landed: what one names may stand in another. */
function complete(parts: FederationParts, report: LogReport, landed: Landed, failure: string | undefined): void {
  const { origin } = report;
  report.to = parts.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
  report.landed = report.to - report.from;
  const { count, first } = parts.readModel.reader.logs.notOk(origin, report.from, entriesShown);
  report.refused_count = count;
  report.refused = first.map(({ seq, code }) => ({ seq, verdict: verdictText(code) }));
  if (failure !== undefined) Object.assign(report, { code: 'not_landed', detail: failure });
  if (landed.contradicted.includes(origin)) {
    Object.assign(report, {
      code: 'contradiction',
      detail: 'another peer gave another history of it at the same time',
    });
  }
}

/** What landed may give an older entry another verdict: a link voids a stamp, a submission frees one. */
function changedBy(parts: FederationParts, { changed }: Landed): Pick<SyncReport, 'changed'> {
  const shown = changed.flatMap(({ origin, seq, code: was }) => {
    const code = parts.readModel.reader.logs.entry(origin, seq)?.code ?? was;
    return code === was ? [] : [{ origin, seq, was: verdictText(was), verdict: verdictText(code) }];
  });
  return shown.length === 0 ? {} : { changed: shown.slice(0, entriesShown) };
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
