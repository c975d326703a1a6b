import type { LogEntry } from '../wire/checkpoint.ts';
import type { DoltConnection, SqlValue, Statement } from './connection.ts';
import type { LedgerHead } from './head.ts';

/** The text of one INSERT stays far below what the server takes in one packet. */
const statementBytes = 4_000_000;
const statementRows = 500;

export interface LedgerEntry extends LogEntry {
  origin: string;
}

function insertOf(entries: readonly LedgerEntry[]): Statement {
  const places = Array<string>(entries.length).fill('(?,?,?,?)').join(',');
  const values = entries.flatMap((entry): SqlValue[] => [entry.origin, entry.seq, entry.logged_at, entry.jws]);
  return { sql: `INSERT INTO events (origin, seq, logged_at, jws) VALUES ${places}`, values };
}

/** Puts the heads of logs in the place of those before them. */
export function replaceOf(heads: readonly LedgerHead[]): Statement {
  const places = Array<string>(heads.length).fill('(?,?,?,?)').join(',');
  const values = heads.flatMap((head): SqlValue[] => [head.origin, head.seq, head.root, head.checkpoint]);
  return { sql: `REPLACE INTO logs (origin, seq, root, checkpoint) VALUES ${places}`, values };
}

/**
 * Has a session's COMMIT make a Dolt commit of everything in its transaction, in Dolt's own settings' name: a tenth quicker than
 * DOLT_COMMIT. Without autocommit the first row that is written opens the transaction: one statement less for every act.
 */
export const commitByCommit = 'SET autocommit = 0, dolt_transaction_commit = 1';

/** Names the commit that the next COMMIT makes. */
export function nameCommit(message: string): Statement {
  return { sql: 'SET dolt_transaction_commit_message = ?', values: [message] };
}

/** Never in one text with rows: when the session is killed between two of its statements, Dolt commits those that follow. */
export const commit: Statement = { sql: 'COMMIT', values: [] };

/**
 * Writes entries into the open transaction, between what comes first (for example the choice of a branch) and last; few texts,
 * since each answer that is waited for makes a turn longer.
 */
export async function insertEntries(
  connection: DoltConnection,
  entries: readonly LedgerEntry[],
  { first = [], last = [] }: { first?: readonly Statement[]; last?: readonly Statement[] },
): Promise<void> {
  const inserts = [...chunksOf(entries)].map(insertOf);
  const final = inserts.splice(-1);
  let before = first;
  for (const insert of inserts) {
    await connection.runAll([...before, insert]);
    before = [];
  }
  await connection.runAll([...before, ...final, ...last]);
}

export interface OwnRows {
  entries: readonly LedgerEntry[];
  head: LedgerHead;
}

/**
 * Entries of one log and its new head in one transaction, one commit on `main`: all rows or none. The rows go to Dolt as one
 * text, since each answer that is waited for costs an act a tenth of a raw commit. `meanwhile` runs during the commit.
 */
export async function commitOwnRows(
  connection: DoltConnection,
  { entries, head }: OwnRows,
  message: string,
  meanwhile: () => void,
): Promise<void> {
  await insertEntries(connection, entries, { last: [replaceOf([head]), nameCommit(message)] });
  await during(connection.runAll([commit]), meanwhile);
}

/** Does something on this thread while Dolt is at work; waits for Dolt also when that fails. */
export async function during<T>(dolt: Promise<void>, work: () => T | Promise<T>): Promise<T> {
  // Dolt may fail first, while nobody waits for it yet.
  dolt.catch(() => undefined);
  try {
    const result = await work();
    await dolt;
    return result;
  } catch (error) {
    await Promise.allSettled([dolt]);
    throw error;
  }
}

function* chunksOf(entries: readonly LedgerEntry[]): Generator<LedgerEntry[]> {
  let chunk: LedgerEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (chunk.length === statementRows || (chunk.length > 0 && bytes + entry.jws.length > statementBytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(entry);
    bytes += entry.jws.length;
  }
  if (chunk.length > 0) yield chunk;
}
