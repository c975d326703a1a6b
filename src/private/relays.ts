import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What one node brought of one log. */
export interface RelayRow {
  origin: string;
  peer: string;
  entries: number;
  /** When it brought something last, in milliseconds. */
  last_at: number;
}

/** By whom each log came here: of no use to any verdict, and good to know. What a peer brought stays when it is none any more. */
export class Relays {
  readonly #database: DatabaseSync;
  readonly #note: StatementSync;
  readonly #list: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#note = database.prepare(`INSERT INTO relays VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, last_at = excluded.last_at`);
    this.#list = database.prepare('SELECT * FROM relays ORDER BY peer, entries DESC, origin');
  }

  /** Adds the entries that landed of each log, all at once: each commit waits for the disk. */
  note(peer: string, logs: readonly { origin: string; landed: number }[], at: number): void {
    const brought = logs.filter(({ landed }) => landed > 0);
    if (brought.length === 0) return;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { origin, landed } of brought) this.#note.run(origin, peer, landed, at);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** All, by peer; of each peer those first of which it brought most. */
  list(): RelayRow[] {
    return this.#list.all() as unknown as RelayRow[];
  }
}
