import type { LogEntry } from '../wire/checkpoint.ts';
import type { DoltConnection, SqlValue } from './connection.ts';
import type { LedgerHead } from './head.ts';

/** The text of one INSERT stays far below what the server takes in one packet. */
const statementBytes = 4_000_000;
const statementRows = 500;

export interface LedgerEntry extends LogEntry {
  origin: string;
}

export interface LedgerRows {
  entries: readonly LedgerEntry[];
  heads: readonly LedgerHead[];
}

/** Author of every ledger commit, as Dolt takes it: the node, by its id. */
export function authorOf(node: string): string {
  return `wasteland <${node}@wasteland.invalid>`;
}

/** Writes entries into the open transaction of the connection's present branch. */
async function insertEntries(connection: DoltConnection, entries: readonly LedgerEntry[]): Promise<void> {
  for (const chunk of chunksOf(entries)) {
    const places = Array<string>(chunk.length).fill('(?,?,?,?)').join(',');
    const values = chunk.flatMap((entry): SqlValue[] => [entry.origin, entry.seq, entry.logged_at, entry.jws]);
    await connection.run(`INSERT INTO events (origin, seq, logged_at, jws) VALUES ${places}`, values);
  }
}

/** Writes the heads of logs into the open transaction. */
async function replaceHeads(connection: DoltConnection, heads: readonly LedgerHead[]): Promise<void> {
  const places = Array<string>(heads.length).fill('(?,?,?,?)').join(',');
  const values = heads.flatMap((head): SqlValue[] => [head.origin, head.seq, head.root, head.checkpoint]);
  await connection.run(`REPLACE INTO logs (origin, seq, root, checkpoint) VALUES ${places}`, values);
}

/** Writes entries and heads into the open transaction of the connection's present branch. */
export async function insertRows(connection: DoltConnection, { entries, heads }: LedgerRows): Promise<void> {
  await insertEntries(connection, entries);
  await replaceHeads(connection, heads);
}

/** Ends the open transaction with one commit of everything in it. */
export async function doltCommit(connection: DoltConnection, message: string, author: string): Promise<void> {
  await connection.run("CALL DOLT_COMMIT('-Am', ?, '--author', ?)", [message, author]);
}

/** What this thread does while Dolt is at work. */
export interface OwnSteps {
  /** Makes the new head of the log, while the entries are inserted. */
  head: () => LedgerHead;
  /** Runs during the commit. */
  meanwhile: () => void;
}

/** Entries of one log and its new head in one transaction, one commit on `main`: all rows or none. A commit never follows a
 * statement that failed. */
export async function commitOwnRows(
  connection: DoltConnection,
  entries: readonly LedgerEntry[],
  commit: { message: string; author: string },
  { head, meanwhile }: OwnSteps,
): Promise<void> {
  const signed = await during(insertEntries(connection, entries), head);
  await replaceHeads(connection, [signed]);
  await during(doltCommit(connection, commit.message, commit.author), meanwhile);
}

/** Does something on this thread while Dolt is at work; waits for Dolt also when that fails. */
async function during<T>(dolt: Promise<void>, work: () => T): Promise<T> {
  let result: T;
  try {
    result = work();
  } catch (error) {
    await Promise.allSettled([dolt]);
    throw error;
  }
  await dolt;
  return result;
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
