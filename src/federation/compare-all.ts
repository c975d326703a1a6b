import { isIdentityId } from '../identity/strict-jws.ts';
import type { LandingLog } from '../ledger/landing.ts';
import type { LogReport } from '../wire/api/sync-report.ts';
import { compareLog } from './compare-log.ts';
import type { Comparison } from './compare-log.ts';
import { explainDifference } from './contradiction.ts';
import type { LogSource, PeerLog } from './log-source.ts';
import type { FederationParts } from './parts.ts';
import { SyncFailure } from './sync-failure.ts';

/** What a peer's logs offer: suffixes that verify, and a report of each log that isn't the same as ours. */
export interface Offer {
  landing: LandingLog[];
  reports: LogReport[];
}

interface OneOffer {
  landing?: LandingLog;
  found?: Pick<LogReport, 'waiting' | 'code' | 'detail'>;
}

/** Compares every log that a peer names with ours. One that fails never stops the others. */
export async function compareAll(
  parts: FederationParts,
  peer: { id: string; ownLogOnly?: boolean },
  source: LogSource,
  signal: AbortSignal,
): Promise<Offer> {
  const offer: Offer = { landing: [], reports: [] };
  for (const log of await source.logs()) {
    if (peer.ownLogOnly === true && log.origin !== peer.id) continue;
    const { landing, found } = await compareOne(parts, peer.id, source, log).catch((error: unknown): OneOffer => {
      if (signal.aborted) return { found: { code: 'timed_out', detail: 'no time was left for this log' } };
      if (error instanceof SyncFailure) return { found: { code: error.code, detail: error.message } };
      throw error;
    });
    if (landing !== undefined) offer.landing.push(landing);
    if (landing !== undefined || found !== undefined) offer.reports.push(reportOf(parts, log.origin, found));
  }
  return offer;
}

async function compareOne(parts: FederationParts, peer: string, source: LogSource, log: PeerLog): Promise<OneOffer> {
  if (!isIdentityId(log.origin)) throw new SyncFailure('bad_row', 'an origin that is no node id');
  if (parts.store.equivocations.get(log.origin) !== undefined) {
    throw new SyncFailure('equivocation', 'its origin signed two histories; it is extended no more');
  }
  const comparison =
    log.origin === parts.writer.origin ? await compareOwn(parts, source, log) : await compare(parts, source, log);
  switch (comparison.kind) {
    case 'same':
      return {};
    case 'waits':
      return { found: { waiting: comparison.waiting } };
    case 'differs':
      return { found: await explain(parts, peer, source, log, comparison) };
    case 'longer':
      return { landing: comparison.log, ...(comparison.waiting > 0 ? { found: { waiting: comparison.waiting } } : {}) };
  }
}

async function compare(parts: FederationParts, source: LogSource, log: PeerLog): Promise<Comparison> {
  return await compareLog(parts.readModel.reader.state, source, log, parts.clock.now());
}

/** Our own log has one writer: a longer copy elsewhere that verifies means that this database is an old one. */
async function compareOwn(parts: FederationParts, source: LogSource, log: PeerLog): Promise<Comparison> {
  const first = await compare(parts, source, log);
  if (first.kind === 'same') return first;
  // A peer may have read a commit whose rows are on their way into our read model; the writer's next turn comes after.
  await parts.writer.exclusive(() => Promise.resolve());
  const comparison = await compare(parts, source, log);
  if (comparison.kind !== 'longer') return comparison;
  throw new SyncFailure('own_log_behind', `it holds ${comparison.due} entries of our log, we hold ${comparison.from}`);
}

async function explain(
  parts: FederationParts,
  peer: string,
  source: LogSource,
  { origin }: PeerLog,
  comparison: Extract<Comparison, { kind: 'differs' }>,
): Promise<Pick<LogReport, 'code' | 'detail'>> {
  const { state } = parts.readModel.reader;
  const readOurs = parts.ledger.readEntry.bind(parts.ledger);
  const { code, detail, proof } = await explainDifference(state, source, { origin, ...comparison }, readOurs);
  if (proof !== undefined) {
    parts.store.equivocations.add(origin, { ...proof, peer });
    parts.log.error({ origin, peer, seq: proof.seq }, 'an origin signed two histories; the proof is kept');
  }
  return { code, detail };
}

function reportOf(parts: FederationParts, origin: string, found: OneOffer['found']): LogReport {
  const held = parts.readModel.reader.state.table('logs').get(origin)?.seq ?? 0;
  return { origin, from: held, to: held, landed: 0, ...found, refused: [], refused_count: 0 };
}
