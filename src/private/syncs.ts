import type { DatabaseSync } from 'node:sqlite';

export interface SyncRow {
  id: number;
  peer: string;
  started_at: number;
  ended_at: number;
  ok: boolean;
  /** What the sync did and refused, as JSON. */
  report: Record<string, unknown>;
}

/** So many reports are kept of each peer. */
const keptPerPeer = 100;

/** Reports of past syncs, the last hundred of each peer. */
export class Syncs {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Keeps a report and lets the oldest go. */
  add(row: Omit<SyncRow, 'id'>): SyncRow {
    const result = this.#database
      .prepare('INSERT INTO syncs (peer, started_at, ended_at, ok, report) VALUES (?, ?, ?, ?, ?)')
      .run(row.peer, row.started_at, row.ended_at, row.ok ? 1 : 0, JSON.stringify(row.report));
    this.#database
      .prepare(
        `DELETE FROM syncs WHERE peer = ?1 AND id <=
           (SELECT id FROM syncs WHERE peer = ?1 ORDER BY id DESC LIMIT 1 OFFSET ${keptPerPeer})`,
      )
      .run(row.peer);
    return { id: Number(result.lastInsertRowid), ...row };
  }

  /** Reports of a peer, newest first or, `rising`, oldest first; `after` is the id of the last one seen. */
  list(peer: string, limit: number, { rising = false, after }: { rising?: boolean; after?: number } = {}): SyncRow[] {
    const [sign, by, start] = rising ? ['>', 'ASC', 0] : ['<', 'DESC', Number.MAX_SAFE_INTEGER];
    const sql = `SELECT id, peer, started_at, ended_at, ok, report FROM syncs
      WHERE peer = ? AND id ${sign} ? ORDER BY id ${by} LIMIT ?`;
    return this.#database
      .prepare(sql)
      .all(peer, after ?? start, limit)
      .map(rowOf);
  }
}

function rowOf(row: Record<string, unknown>): SyncRow {
  return {
    ...(row as unknown as SyncRow),
    ok: row['ok'] === 1,
    report: JSON.parse(String(row['report'])) as Record<string, unknown>,
  };
}
