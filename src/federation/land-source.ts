import { landLogs } from '../ledger/landing.ts';
import type { Landed } from '../ledger/landed.ts';
import { appendNewerDocuments } from '../ledger/newer-documents.ts';
import type { LogReport, SyncReport } from '../wire/api/sync-report.ts';
import { verdictText } from '../wire/codes.ts';
import { compareAll } from './compare-all.ts';
import type { Offer } from './compare-all.ts';
import type { LogSource } from './log-source.ts';
import type { FederationParts } from './parts.ts';
import type { WithheldTexts } from './take-withheld.ts';

/** Who gives logs: a peer, one that is asked for its own log alone, or whom an export is from. */
export interface Giver {
  id: string;
  ownLogOnly?: boolean;
}

/** What came of a source's logs. */
export type Taken = Pick<SyncReport, 'result' | 'landed' | 'texts' | 'documents' | 'logs' | 'changed'>;

/** Entries that one log's report names, and changed ones that the whole names; all are in the logs for everybody to see. */
const entriesShown = 100;

/** How a landing's commit calls what has no commit of its own. */
const places = { dolt: 'ledger', rest: 'REST', file: 'export' } as const;

/**
 * Takes what a source has and we don't: compares and verifies by hashing, lands, appends what our own log lacks of identity
 * documents. One log that fails never stops the others.
 */
export async function landSource(
  parts: FederationParts,
  withheld: WithheldTexts,
  giver: Giver,
  source: LogSource,
  signal: AbortSignal,
): Promise<Taken> {
  const offer = await compareAll(parts, giver, source, signal);
  // Before the landing: what this source withholds itself is not asked of it.
  const texts = await withheld.take(giver, source, signal);
  const landed = await landOffer(parts, giver, source, offer, signal);
  const documents = await appendNewerDocuments(parts.writer, landed.documented);
  return {
    result: offer.reports.some(({ code }) => code !== undefined) ? 'partial' : 'ok',
    landed: landed.entries,
    ...(texts === 0 ? {} : { texts }),
    documents,
    logs: offer.reports,
    ...changedBy(parts, landed),
  };
}

const nothingLanded: Landed = { entries: 0, verdicts: {}, changed: [], documented: [], contradicted: [], slices: 0 };

/** Lands what verified and completes the reports of those logs. */
async function landOffer(
  parts: FederationParts,
  giver: Giver,
  source: LogSource,
  offer: Offer,
  signal: AbortSignal,
): Promise<Landed> {
  if (offer.landing.length === 0) return nothingLanded;
  const peerCommit = source.commit ?? places[source.transport];
  let landed = nothingLanded;
  let failure: string | undefined;
  try {
    landed = await landLogs(parts.writer, { peer: giver.id, peerCommit, logs: offer.landing, signal });
  } catch (error) {
    parts.log.error({ err: error, peer: giver.id }, 'verified entries of a peer could not be written');
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
