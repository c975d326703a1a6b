import type { LogEntry } from '../wire/checkpoint.ts';
import type { DoltConnection, SqlValue, Statement } from './connection.ts';
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

function insertOf(entries: readonly LedgerEntry[]): Statement {
  const places = Array<string>(entries.length).fill('(?,?,?,?)').join(',');
  const values = entries.flatMap((entry): SqlValue[] => [entry.origin, entry.seq, entry.logged_at, entry.jws]);
  return { sql: `INSERT INTO events (origin, seq, logged_at, jws) VALUES ${places}`, values };
}

function replaceOf(heads: readonly LedgerHead[]): Statement {
  const places = Array<string>(heads.length).fill('(?,?,?,?)').join(',');
  const values = heads.flatMap((head): SqlValue[] => [head.origin, head.seq, head.root, head.checkpoint]);
  return { sql: `REPLACE INTO logs (origin, seq, root, checkpoint) VALUES ${places}`, values };
}

/** The commit of everything in the open transaction. */
export function commitOf(message: string, author: string): Statement {
  return { sql: "CALL DOLT_COMMIT('-Am', ?, '--author', ?)", values: [message, author] };
}

/**
 * Writes entries and heads into the open transaction, after what comes first (for example the choice of a branch); few texts,
 * since each answer that is waited for makes a turn longer.
 */
export async function insertRows(
  connection: DoltConnection,
  { entries, heads }: LedgerRows,
  first: readonly Statement[] = [],
): Promise<void> {
  const inserts = [...chunksOf(entries)].map(insertOf);
  const last = inserts.splice(-1);
  let before = first;
  for (const insert of inserts) {
    await connection.runAll([...before, insert]);
    before = [];
  }
  await connection.runAll([...before, ...last, replaceOf(heads)]);
}

/** Ends the open transaction with one commit of everything in it. */
export async function doltCommit(connection: DoltConnection, message: string, author: string): Promise<void> {
  await connection.runAll([commitOf(message, author)]);
}

export interface OwnRows {
  entries: readonly LedgerEntry[];
  head: LedgerHead;
}

/**
 * Entries of one log and its new head in one transaction, one commit on `main`: all rows or none. The rows go to Dolt as one
 * text, since each answer that is waited for costs an act a tenth of a raw commit. The commit is another one and waits for
 * theirs: in one text with them, Dolt commits what is left of the rows when the session is killed between two of its
 * statements. `meanwhile` runs during the commit.
 */
export async function commitOwnRows(
  connection: DoltConnection,
  { entries, head }: OwnRows,
  commit: { message: string; author: string },
  meanwhile: () => void,
): Promise<void> {
  await insertRows(connection, { entries, heads: [head] });
  await during(doltCommit(connection, commit.message, commit.author), meanwhile);
}

/** Does something on this thread while Dolt is at work; waits for Dolt also when that fails. */
async function during(dolt: Promise<void>, work: () => void): Promise<void> {
  try {
    work();
  } catch (error) {
    await Promise.allSettled([dolt]);
    throw error;
  }
  await dolt;
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
