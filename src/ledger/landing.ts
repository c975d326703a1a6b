import { setImmediate } from 'node:timers/promises';
import { closeHead } from '../domain/project/append.ts';
import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { entryHash } from '../identity/judge.ts';
import { readCheckpoint } from '../identity/suffix.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { Breath } from './breath.ts';
import type { LedgerEntry } from './commit.ts';
import type { LedgerHead } from './head.ts';
import { LandedCount } from './landed.ts';
import type { Landed, LandedPart } from './landed.ts';
import { mergePeerRows } from './peer-branch.ts';
import type { ReadEntry } from './readable.ts';
import { SlicesAhead } from './slices-ahead.ts';
import type { ReadSlice } from './slices-ahead.ts';
import { takeEntry } from './take-entries.ts';
import type { Writer } from './writer.ts';

/** A suffix of one log that `identity/suffix.ts` has checked as a whole against its checkpoint. */
export interface LandingLog {
  origin: string;
  entries: Iterable<LogEntry[]> | AsyncIterable<LogEntry[]>;
  checkpoint: string;
}

export interface Landing {
  /** Node id of the peer that it came from. */
  peer: string;
  /** The peer's commit hash, or another name of what was read: it goes into the commit message and nowhere else. */
  peerCommit: string;
  logs: LandingLog[];
  /** Ends the landing between two slices: what has landed stays, and the next sync goes on from there. */
  signal?: AbortSignal;
}

const attempts = 3;

/**
 * Lands checked suffixes (design section 6): slice by slice, each with a turn of the writer of its own, so that local acts
 * go between them. What another landing has brought meanwhile is passed over.
 */
export async function landLogs(writer: Writer, landing: Landing): Promise<Landed> {
  const count = new LandedCount();
  const ahead = new SlicesAhead(writer, landing.logs);
  for await (const slices of ahead.turns()) {
    landing.signal?.throwIfAborted();
    const land = async (): Promise<LandedPart[]> => await landSlices(writer, landing, slices, () => void ahead.fill());
    count.add(await withRetries(async () => await writer.heavy.run(land)));
  }
  return count.result();
}

/** Lands one log's suffix. */
export async function land(writer: Writer, landing: Omit<Landing, 'logs'> & LandingLog): Promise<Landed> {
  const { peer, peerCommit, ...log } = landing;
  return await landLogs(writer, { peer, peerCommit, logs: [log] });
}

/** After an unknown outcome the slice is looked at anew: what the ledger holds by then is passed over. */
async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const lost = error instanceof WastelandError && error.code === 'unavailable';
      if (!lost || attempt === attempts) throw error;
    }
  }
}

/**
 * One turn, in which Dolt takes the new entries while they are judged: what it takes doesn't hang on their verdicts. `meanwhile`
 * runs while Dolt commits them.
 */
async function landSlices(
  writer: Writer,
  { peer, peerCommit }: Landing,
  slices: readonly ReadSlice[],
  meanwhile: () => void,
): Promise<LandedPart[]> {
  return await writer.exclusive(async (io) => {
    const started = performance.now();
    const parts = await io.turn((state) => {
      const taken = slices.map((slice) => newPart(state, slice));
      const entries = taken.flatMap((part) => part.entries);
      if (entries.length === 0) return { value: taken };
      const heads = async (): Promise<LedgerHead[]> => {
        const grown: LedgerHead[] = [];
        for (const part of taken) if (part.entries.length > 0) grown.push(await judgePart(state, part, writer));
        // Acts are few; a landing could bring more than a reader of the board should wait for.
        while (writer.keepBoardNear()) await setImmediate();
        return grown;
      };
      const commit = { peer, source: peerCommit, author: writer.author };
      return {
        value: taken,
        write: async (connection) => await mergePeerRows(connection, { entries, heads, meanwhile }, commit),
      };
    });
    const entries = parts.reduce((sum, part) => sum + part.entries.length, 0);
    writer.slices.took(performance.now() - started, entries, writer.busy);
    if (entries > 0) writer.committed(entries);
    return parts;
  });
}

/** A part of a log on its way in. */
interface NewPart extends LandedPart {
  entries: (LedgerEntry & ReadEntry)[];
  checkpoint: string;
}

/** What isn't here yet of one log's slice, up to where it contradicts what is here. */
function newPart(state: State, { log, entries }: ReadSlice): NewPart {
  const { origin, checkpoint } = log;
  const part: NewPart = { origin, checkpoint, entries: [], verdicts: [], changed: [], contradicted: false };
  let held = state.table('logs').get(origin)?.seq ?? 0;
  for (const entry of entries) {
    if (entry.seq <= held) {
      part.contradicted ||= state.table('entries').get(origin, entry.seq)?.hash !== entryHash(entry.jws);
      continue;
    }
    // Checked against a head that another landing has moved since: its story is another, or something is missing.
    part.contradicted ||= entry.seq > held + 1;
    if (part.contradicted) break;
    part.entries.push({ origin, ...entry });
    held = entry.seq;
  }
  return part;
}

/** Judges the entries of a part, of which there is at least one, and takes them. Gives the head that their log has with them. */
async function judgePart(state: State, part: NewPart, writer: Writer): Promise<LedgerHead> {
  const breath = new Breath();
  for (const entry of part.entries) {
    const { row, document, changed } = takeEntry(state, entry, writer.signatures);
    part.verdicts.push({ code: row.code, ...(document && { document: document.id }) });
    part.changed.push(...changed);
    if (breath.due) await breath.take();
  }
  return closeNewest(state, part);
}

/** Closes a log's head, which holds the new checkpoint while `seq` and `root` name what has landed (protocol.md section 4). */
function closeNewest(state: State, { origin, checkpoint }: NewPart): LedgerHead {
  const row = closeHead(state, origin);
  const covers = readCheckpoint(checkpoint, origin);
  if (row === undefined || covers === undefined) {
    throw new TypeError(`log ${origin}: landing without a checkpoint of it`);
  }
  if (row.seq === covers.seq && row.root !== covers.root) {
    throw new Error(`log ${origin}: the entries that landed don't have the checkpoint's root`);
  }
  const held = readCheckpoint(row.checkpoint, origin);
  if (held !== undefined && held.seq >= covers.seq) return row;
  const head = { ...row, checkpoint };
  state.table('logs').put(head);
  return head;
}
