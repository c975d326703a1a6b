import { hash } from 'node:crypto';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { publishedRows } from '../domain/project/all-rows.ts';
import { commonsTables, publishedKey, publishedRow, rowValues } from '../domain/project/rows.ts';
import type { CommonsTable } from '../domain/project/rows.ts';
import type { PublishedTable, UnpublishedRow } from '../domain/state.ts';
import { vectorLine } from '../domain/vector.ts';
import type { Vector } from '../domain/vector.ts';
import { Breath } from '../ledger/breath.ts';
import type { Reader } from '../readmodel/reader.ts';
import { Parts, TableBatch } from './batches.ts';
import { readTable } from './commons-rows.ts';
import { canonicalRow } from './digest.ts';
import { commitMessage, readMessage, versionLine } from './message.ts';
import { createStatements } from './tables.ts';

/** What one publication has brought into the commons. */
export interface Publication {
  /** The marks whose rows are published now. */
  marks: UnpublishedRow[];
  /** The vector that the commons' HEAD names. */
  vector: Vector;
  /** How often the read model had been made anew. */
  generation: number;
  /** Rows written and deleted. */
  rows: number;
  /** All rows were compared, not only the marked ones. */
  whole: boolean;
}

/**
 * Brings the commons to what a reader that is held still shows, in one commit: everything or nothing. The marked rows are
 * enough while HEAD names the vector that the marks count from; else all rows are compared.
 * `anew` makes the tables anew first. `read` is called once the reader is needed no more, which may be long before the end:
 * as long as it is held, the read model's write-ahead log only grows.
 */
export async function publish(
  connection: Connection,
  reader: Reader,
  options: { author: string; anew?: boolean; read?: () => void },
): Promise<Publication> {
  await dropUncommitted(connection);
  const head = await headOf(connection);
  const anew = options.anew === true || head.version !== versionLine;
  if (anew) await makeTablesAnew(connection);
  const since = reader.published.published();
  const vector = reader.vector();
  const generation = reader.published.generation();
  const marks = reader.published.unpublished();
  const whole = anew || since === undefined || head.vector !== vectorLine(since);
  const message = commitMessage(reader, since, vector);
  await connection.query('START TRANSACTION');
  try {
    const changes = whole ? undefined : await changesOf(reader, marks);
    if (Array.isArray(changes)) options.read?.();
    const parts = new Parts(connection);
    const batches = changes ? await writeChanges(parts, changes) : await writeDifference(parts, reader);
    const rows = batches.reduce((sum, batch) => sum + batch.size, 0);
    // Without a change of rows a commit is still needed for a new vector, and only for that.
    const empty = head.vector === vectorLine(vector) ? '--skip-empty' : '--allow-empty';
    await connection.query("CALL DOLT_COMMIT('-A', ?, '-m', ?, '--author', ?)", [empty, message, options.author]);
    return { marks, vector, generation, rows, whole };
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** What stands there uncommitted is left of a publication that was cut off, or somebody else's: neither is published. */
async function dropUncommitted(connection: Connection): Promise<void> {
  const [dirty] = await connection.query<RowDataPacket[]>('SELECT table_name FROM dolt_status LIMIT 1');
  if (dirty.length > 0) await connection.query("CALL DOLT_RESET('--hard')");
}

/** What the newest commit says that the tables show. */
async function headOf(connection: Connection): Promise<ReturnType<typeof readMessage>> {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT message FROM dolt_log LIMIT 1');
  return readMessage(String(rows[0]?.message ?? ''));
}

/** Leaves nothing but the nine empty tables. What follows commits them, so nobody ever clones them half filled. */
async function makeTablesAnew(connection: Connection): Promise<void> {
  const [tables] = await connection.query<RowDataPacket[][]>({ sql: 'SHOW FULL TABLES', rowsAsArray: true });
  for (const [name, type] of tables as unknown as [string, string][]) {
    await connection.query(type === 'VIEW' ? 'DROP VIEW ??' : 'DROP TABLE ??', [name]);
  }
  for (const sql of createStatements()) await connection.query(sql);
}

/** A row that is to stand in a table, or the key of one that is not. */
type Change = { table: PublishedTable; row: unknown[] } | { table: PublishedTable; gone: string };

/** So many changes are read at once; more, some at a time. */
const inMemory = 20_000;

async function changesOf(reader: Reader, marks: UnpublishedRow[]): Promise<Change[] | AsyncIterable<Change>> {
  const changes = readMarked(reader, marks);
  if (marks.length > inMemory) return changes;
  const held: Change[] = [];
  for await (const change of changes) held.push(change);
  return held;
}

async function* readMarked(reader: Reader, marks: UnpublishedRow[]): AsyncGenerator<Change, void, undefined> {
  const breath = new Breath();
  for (const { table_name: table, key } of marks) {
    if (breath.due) await breath.take();
    const row = publishedRow(reader.state, table, key);
    const gone = row === undefined ? publishedKey(reader.state, table, key) : undefined;
    if (row !== undefined) yield { table, row: rowValues(table, row) };
    else if (gone !== undefined) yield { table, gone };
  }
}

async function writeChanges(parts: Parts, changes: Iterable<Change> | AsyncIterable<Change>): Promise<TableBatch[]> {
  const batches = new Map<PublishedTable, TableBatch>();
  for await (const change of changes) {
    const batch = batches.get(change.table) ?? new TableBatch(parts, change.table);
    batches.set(change.table, batch);
    if ('row' in change) await batch.replace(change.row);
    else await batch.delete(change.gone);
  }
  for (const batch of batches.values()) await batch.flush();
  return [...batches.values()];
}

async function writeDifference(parts: Parts, reader: Reader): Promise<TableBatch[]> {
  const batches: TableBatch[] = [];
  for (const table of commonsTables) batches.push(await writeTableDifference(parts, reader, table));
  return batches;
}

/** Compares every row of a table; the rows that nothing stands for are deleted. */
async function writeTableDifference(parts: Parts, reader: Reader, table: CommonsTable): Promise<TableBatch> {
  const standing = new Map<string, string>();
  for await (const row of readTable(parts.connection, table)) standing.set(row[0] as string, rowHash(row));
  const batch = new TableBatch(parts, table);
  const wanted: unknown[][] = [];
  const breath = new Breath();
  for (const row of publishedRows(reader.published, table)) {
    if (breath.due) await breath.take();
    const key = row[0] as string;
    if (standing.get(key) !== rowHash(row)) wanted.push(row);
    standing.delete(key);
  }
  for (const key of standing.keys()) await batch.delete(key);
  await batch.flush();
  for (const row of wanted) await batch.replace(row);
  await batch.flush();
  return batch;
}

function rowHash(row: unknown[]): string {
  return hash('sha256', canonicalRow(row), 'base64');
}
