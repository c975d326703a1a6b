import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';

export interface SelfRow {
  /** The node's identity id: the hash of its document 0. */
  id: string;
  /** That document's text: kept before it is logged, so that a crash between the two makes no second identity. */
  document: string;
}

/** Who this node is, from its first start on. */
export class Self {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The node's identity, or undefined before its first start. */
  get(): SelfRow | undefined {
    return this.#database.prepare('SELECT id, document FROM self').get() as unknown as SelfRow | undefined;
  }

  /** Keeps the identity; a second one is an error. */
  set(row: SelfRow): void {
    this.#database.prepare('INSERT INTO self (only, id, document) VALUES (1, ?, ?)').run(row.id, row.document);
  }
}

/** The identity in a node.sqlite, for who needs nothing else of it. */
export function selfIn(path: string): SelfRow | undefined {
  const database = openDatabase(path);
  try {
    return new Self(database).get();
  } finally {
    database.close();
  }
}
