import type { DatabaseSync } from 'node:sqlite';
import type { State } from '../domain/state.ts';
import { SqliteState } from './state.ts';

/** The read model as everybody but the writer sees it: committed rows, and no way to change them. */
export class Reader {
  /** `State` for rules that read only; SQLite refuses `put` and `delete` on this connection. */
  readonly state: State;
  readonly #db: DatabaseSync;
  #depth = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.state = new SqliteState(db);
  }

  /** Runs `fn` inside one read transaction, so that all that it reads belongs together. */
  snapshot<T>(fn: () => T): T {
    this.hold();
    try {
      return fn();
    } finally {
      this.release();
    }
  }

  /** Keeps what is visible now until `release` or `close`; holds may be nested. */
  hold(): void {
    this.#depth += 1;
    if (this.#depth > 1) return;
    this.#db.exec('BEGIN');
    this.#db.prepare('SELECT 1 FROM meta').get();
  }

  release(): void {
    this.#depth -= 1;
    if (this.#depth === 0) this.#db.exec('COMMIT');
  }

  close(): void {
    this.#db.close();
  }
}
