import type { DatabaseSync } from 'node:sqlite';

export interface RootRow {
  /** Identity id; nothing of it need be known here yet. */
  rig: string;
  /** Why, in the operator's words. */
  note: string | null;
  added_at: number;
}

/** The rigs from which trust starts on this node: its own choice, so it never travels. */
export class Roots {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  /** Grows with every change: what was computed at the same number has the same roots. */
  changes = 0;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** All roots in the order in which they were added. */
  list(): RootRow[] {
    const rows = this.#database.prepare('SELECT rig, note, added_at FROM roots ORDER BY added_at, rig').all();
    return rows as unknown as RootRow[];
  }

  /** The root with this id. */
  get(rig: string): RootRow | undefined {
    const row = this.#database.prepare('SELECT rig, note, added_at FROM roots WHERE rig = ?').get(rig);
    return row as RootRow | undefined;
  }

  /** Trusts a rig from now on; of one that is a root already only the note changes, and the answer is false. */
  add(rig: string, note: string | null = null): boolean {
    const isNew = this.get(rig) === undefined;
    this.#database
      .prepare('INSERT INTO roots VALUES (?, ?, ?) ON CONFLICT (rig) DO UPDATE SET note = excluded.note')
      .run(rig, note, this.#now());
    this.changes += 1;
    return isNew;
  }

  /** Trusts it no more; false when it was no root. */
  remove(rig: string): boolean {
    const removed = this.#database.prepare('DELETE FROM roots WHERE rig = ?').run(rig).changes === 1;
    this.changes += 1;
    return removed;
  }
}
