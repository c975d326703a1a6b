import type { DoltConnection } from './connection.ts';

/** A row of `logs` in the ledger: what has landed of one log, and the newest checkpoint held. */
export interface LedgerHead {
  origin: string;
  seq: number;
  root: string;
  checkpoint: string;
}

const columns = 'origin, seq, root, checkpoint';

/** All rows of `logs`, in origin order. */
export async function readHeads(connection: Pick<DoltConnection, 'rows'>): Promise<LedgerHead[]> {
  return await connection.rows<LedgerHead>(`SELECT ${columns} FROM logs ORDER BY origin`);
}

/** The origins that have rows in `events`: one point read for each, however long the logs are. */
export async function readOrigins(connection: Pick<DoltConnection, 'rows'>): Promise<string[]> {
  const origins: string[] = [];
  let last = '';
  for (;;) {
    const [row] = await connection.rows<{ origin: string }>(
      'SELECT origin FROM events WHERE origin > ? ORDER BY origin LIMIT 1',
      [last],
    );
    if (row === undefined) return origins;
    last = row.origin;
    origins.push(last);
  }
}

/** The highest `seq` in `events` of one origin, 0 when there is none: a point read too. Dolt goes backwards in the key only when
 * the order names all of it; else it reads the whole log to sort it. */
export async function readLastSeq(connection: Pick<DoltConnection, 'rows'>, origin: string): Promise<number> {
  const [row] = await connection.rows<{ seq: number }>(
    'SELECT seq FROM events WHERE origin = ? ORDER BY origin DESC, seq DESC LIMIT 1',
    [origin],
  );
  return row?.seq ?? 0;
}
