import type { Connection } from '../../ledger/dolt/connect.ts';
import { readMessage } from '../../commons/message.ts';
import { vectorLine } from '../../domain/vector.ts';
import type { Vector } from '../../domain/vector.ts';
import type { DataDirDolt } from './open-dolt.ts';

/** What the commons show: their commit, and the vector that its message names. */
export interface CommonsHead {
  commit: string;
  /** `vector: sha256:…`; undefined before the first publication. */
  line: string | undefined;
}

/** A commit of the ledger, and what had landed there. */
export interface LedgerAt {
  commit: string;
  vector: Vector;
}

/** Commits that are looked at: the commons are never so many behind, unless they are not of this ledger. */
const searched = 20_000;

/** The newest commit of the commons. */
export async function commonsHead(dolt: DataDirDolt): Promise<CommonsHead> {
  return await withConnection(dolt, 'commons', async (connection) => {
    const [row] = await select<{ commit_hash: string; message: string }>(
      connection,
      'SELECT commit_hash, message FROM dolt_log LIMIT 1',
    );
    return { commit: row?.commit_hash ?? '', line: readMessage(row?.message ?? '').vector };
  });
}

/** The newest commit of the ledger. */
export async function ledgerHead(dolt: DataDirDolt): Promise<LedgerAt> {
  return await withConnection(dolt, 'ledger', async (connection) => {
    const [head] = await select<{ commit: string }>(connection, "SELECT DOLT_HASHOF('main') AS `commit`");
    const commit = head?.commit ?? '';
    return { commit, vector: await vectorAt(connection, commit) };
  });
}

/** The newest commit of the ledger whose vector has this line; undefined when it never had it. */
export async function ledgerWithLine(dolt: DataDirDolt, line: string): Promise<LedgerAt | undefined> {
  return await withConnection(dolt, 'ledger', async (connection) => {
    const commits = await select<{ commit_hash: string }>(
      connection,
      `SELECT commit_hash FROM dolt_log('main') LIMIT ${searched}`,
    );
    for (const { commit_hash: commit } of commits) {
      const vector = await vectorAt(connection, commit);
      if (vectorLine(vector) === line) return { commit, vector };
    }
    return undefined;
  });
}

/** Tables of the ledger that differ from its newest commit. */
export async function uncommittedTables(dolt: DataDirDolt): Promise<string[]> {
  return await withConnection(dolt, 'ledger', async (connection) => {
    const rows = await select<{ table_name: string }>(connection, 'SELECT table_name FROM dolt_status');
    return rows.map((row) => row.table_name);
  });
}

/** Opens a connection for one piece of work and closes it. */
export async function withConnection<T>(
  dolt: DataDirDolt,
  database: string,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await dolt.connect({ database });
  try {
    return await work(connection);
  } finally {
    await connection.end().catch(() => connection.destroy());
  }
}

/** The first commit of a ledger has no tables yet. */
async function vectorAt(connection: Connection, commit: string): Promise<Vector> {
  try {
    const rows = await select<{ origin: string; seq: number; root: string }>(
      connection,
      'SELECT origin, seq, root FROM logs AS OF ? ORDER BY origin',
      [commit],
    );
    return new Map(rows.map(({ origin, seq, root }) => [origin, { seq, root }]));
  } catch (error) {
    if (error instanceof Error && /table not found/i.test(error.message)) return new Map();
    throw error;
  }
}

async function select<Row>(connection: Connection, sql: string, values: string[] = []): Promise<Row[]> {
  const [rows] = await connection.query(sql, values);
  return rows as Row[];
}
