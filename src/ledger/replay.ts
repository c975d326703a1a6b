import { setImmediate as breathe } from 'node:timers/promises';
import { WastelandError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ReadModel } from '../readmodel/read-model.ts';
import { closeHead } from '../domain/project/append.ts';
import type { Head } from '../domain/vector.ts';
import type { LedgerEntry } from './commit.ts';
import { readHeads, readLastSeq, readOrigins } from './head.ts';
import type { LedgerHead } from './head.ts';
import { BadRow, readPages } from './pages.ts';
import type { RowSource } from './pages.ts';
import type { ReadEntry } from './readable.ts';
import type { Signatures } from './signatures.ts';
import { keepCheckpoint, LogGap, takeEntry } from './take-entries.ts';
import { verifiedPages } from './verified-pages.ts';

/** Called as entries are replayed: how many of how many. */
export type Progress = (done: number, total: number) => void;

export interface ReplayOptions {
  readModel: ReadModel;
  signatures: Signatures;
  log: Log;
  onProgress?: Progress;
  /** Nobody reads the read model until this is done: making everything anew takes half the time so. */
  unread: boolean;
}

const replayPage = 2_000;

/**
 * Brings the read model to what the ledger holds: replays the suffixes that it lacks; one that is ahead of the ledger or
 * contradicts it is emptied and made anew. A ledger that contradicts itself is an error: nothing may be written on it.
 * Answers how many entries were judged.
 */
export async function catchUp(source: RowSource, options: ReplayOptions): Promise<number> {
  const heads = await readHeads(source);
  await checkRows(source, heads);
  const { readModel, log } = options;
  const known = readModel.vector();
  const begun = known.size > 0 || heads.length === 0;
  if (begun && !readModel.outdated && fits(known, heads)) {
    try {
      return await replay(source, heads, options);
    } catch (error) {
      if (!(error instanceof RootMismatch)) throw error;
      log.warn({ origin: error.origin }, "the read model doesn't fit the ledger");
    }
  }
  log.warn('the read model is made anew from the ledger');
  try {
    return await makeAnew(source, heads, options);
  } catch (error) {
    throw damaged(error);
  }
}

async function makeAnew(source: RowSource, heads: readonly LedgerHead[], options: ReplayOptions): Promise<number> {
  const { readModel, unread } = options;
  inTransaction(readModel, () => (unread ? readModel.beginAnew() : readModel.clear()));
  const entries = await replay(source, heads, options);
  if (!unread) return entries;
  for (const step of readModel.finishAnew()) {
    inTransaction(readModel, step);
    await breathe();
  }
  return entries;
}

/** The rows of one log don't give the root that `logs` names. */
class RootMismatch extends Error {
  readonly origin: string;

  constructor(origin: string, detail: string) {
    super(`log ${origin}: ${detail}`);
    this.origin = origin;
  }
}

function damaged(error: unknown): unknown {
  if (!(error instanceof RootMismatch)) return error;
  return new WastelandError(
    'internal',
    `the ledger is damaged or was tampered with: ${error.message}; nothing is written on it. Restore a backup`,
    { cause: error },
  );
}

/** Rows that no head covers: added by somebody else than the writer. One point read a log. */
async function checkRows(source: RowSource, heads: readonly LedgerHead[]): Promise<void> {
  const covered = new Set(heads.map((head) => head.origin));
  const stray = (await readOrigins(source)).find((origin) => !covered.has(origin));
  if (stray !== undefined) throw damaged(new RootMismatch(stray, 'it has entries but no row in logs'));
  for (const head of heads) {
    const last = await readLastSeq(source, head.origin);
    if (last !== head.seq) {
      throw damaged(new RootMismatch(head.origin, `its last entry is ${last}, but logs says ${head.seq}`));
    }
  }
}

/** Whether the read model may be a prefix of the ledger. */
function fits(known: ReadonlyMap<string, Head>, heads: readonly LedgerHead[]): boolean {
  const ledger = new Map(heads.map((head) => [head.origin, head]));
  return [...known].every(([origin, { seq, root }]) => {
    const head = ledger.get(origin);
    return head !== undefined && (seq < head.seq || (seq === head.seq && root === head.root));
  });
}

async function replay(source: RowSource, heads: readonly LedgerHead[], options: ReplayOptions): Promise<number> {
  const known = options.readModel.vector();
  const from = (head: LedgerHead): number => known.get(head.origin)?.seq ?? 0;
  const total = heads.reduce((sum, head) => sum + head.seq - from(head), 0);
  let done = 0;
  for (const head of heads) {
    await replayLog(source, head, from(head), options, (count) => {
      done += count;
      options.onProgress?.(done, total);
    });
  }
  if (total > 0) options.log.info({ entries: total }, 'entries of the ledger replayed');
  return total;
}

/** Replays one log's suffix, a page a transaction; the next page is read and verified while one is applied. */
async function replayLog(
  source: RowSource,
  head: LedgerHead,
  after: number,
  options: ReplayOptions,
  onApplied: (count: number) => void,
): Promise<void> {
  const { readModel, signatures } = options;
  if (after === head.seq) {
    inTransaction(readModel, () => keepCheckpoint(readModel.state, head.origin, head.checkpoint));
    return;
  }
  const pages = readPages(source, head.origin, after, head.seq, replayPage);
  const { state } = readModel;
  try {
    for await (const page of verifiedPages(pages, { state, signatures, origin: head.origin })) {
      onApplied(applyPage(page, head, options));
    }
  } catch (error) {
    throw error instanceof BadRow ? new RootMismatch(head.origin, error.message) : error;
  }
}

function applyPage(page: ReadEntry[], head: LedgerHead, { readModel, signatures }: ReplayOptions): number {
  inTransaction(readModel, () => {
    for (const entry of page) takeReplayed({ origin: head.origin, ...entry }, readModel, signatures);
    closeHead(readModel.state, head.origin);
    const row = readModel.state.table('logs').get(head.origin);
    if (row?.seq === head.seq && row.root !== head.root) {
      throw new RootMismatch(head.origin, `its ${head.seq} entries don't have the root that logs names`);
    }
    keepCheckpoint(readModel.state, head.origin, head.checkpoint);
    while (readModel.board.catchUp());
  });
  return page.length;
}

function takeReplayed(entry: LedgerEntry & ReadEntry, readModel: ReadModel, signatures: Signatures): void {
  try {
    takeEntry(readModel.state, entry, signatures);
  } catch (error) {
    throw error instanceof LogGap ? new RootMismatch(entry.origin, error.message) : error;
  }
}

function inTransaction(readModel: ReadModel, work: () => void): void {
  readModel.begin();
  try {
    work();
    readModel.commit();
  } catch (error) {
    readModel.rollback();
    throw error;
  }
}
