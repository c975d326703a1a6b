import type { DatabaseSync } from 'node:sqlite';

export interface PeerRow {
  /** The peer's node id, pinned when it was added. */
  id: string;
  /** Where its REST doors are. */
  url: string;
  name: string | null;
  paused: boolean;
  added_at: number;
  /** URL of its ledger's Dolt remote, as its node document said at the last sync; null where it serves none. */
  remote: string | null;
  /** Commit of its ledger that has landed whole here. */
  landed_commit: string | null;
  /** When it last synced without a failure. */
  synced_at: number | null;
  /** Failed syncs since then. */
  failures: number;
}

export type PeerChange = Partial<Omit<PeerRow, 'id' | 'added_at'>>;

const columns = 'id, url, name, paused, added_at, remote, landed_commit, synced_at, failures';

/** The nodes that this one pulls from. */
export class Peers {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** All peers in the order in which they were added. */
  list(): PeerRow[] {
    return this.#database.prepare(`SELECT ${columns} FROM peers ORDER BY added_at, id`).all().map(rowOf);
  }

  /** The peer with this node id. */
  get(id: string): PeerRow | undefined {
    const row = this.#database.prepare(`SELECT ${columns} FROM peers WHERE id = ?`).get(id);
    return row === undefined ? undefined : rowOf(row);
  }

  /** Adds a peer; false when it is one already, which stays as it was. */
  add(id: string, url: string, name: string | null = null): boolean {
    const result = this.#database
      .prepare('INSERT OR IGNORE INTO peers (id, url, name, added_at) VALUES (?, ?, ?, ?)')
      .run(id, url, name, this.#now());
    return result.changes === 1;
  }

  /** Changes what is named; false when there is no such peer. */
  change(id: string, change: PeerChange): boolean {
    const before = this.get(id);
    if (before === undefined) return false;
    // Each write waits for the disk, and most syncs learn nothing new of a peer.
    if (Object.entries(change).every(([member, value]) => before[member as keyof PeerRow] === value)) return true;
    const after = { ...before, ...change };
    this.#database
      .prepare(
        `UPDATE peers SET url = ?, name = ?, paused = ?, remote = ?, landed_commit = ?, synced_at = ?, failures = ?
         WHERE id = ?`,
      )
      .run(
        after.url,
        after.name,
        after.paused ? 1 : 0,
        after.remote,
        after.landed_commit,
        after.synced_at,
        after.failures,
        id,
      );
    return true;
  }

  /** Forgets a peer and its reports; what was learnt from it stays. False when there is no such peer. */
  remove(id: string): boolean {
    this.#database.prepare('DELETE FROM syncs WHERE peer = ?').run(id);
    return this.#database.prepare('DELETE FROM peers WHERE id = ?').run(id).changes === 1;
  }
}

function rowOf(row: Record<string, unknown>): PeerRow {
  return { ...(row as unknown as PeerRow), paused: row['paused'] === 1 };
}
