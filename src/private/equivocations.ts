import type { DatabaseSync } from 'node:sqlite';

export interface EquivocationRow {
  origin: string;
  found_at: number;
  /** Both texts that contradict each other, each with the checkpoint that covers it. */
  proof: Record<string, unknown>;
}

/** Proofs that an origin signed two different histories (protocol.md section 4): its log is extended no more. */
export class Equivocations {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Keeps a proof; the first one of an origin stands. */
  add(origin: string, proof: Record<string, unknown>): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO equivocations (origin, found_at, proof) VALUES (?, ?, ?)')
      .run(origin, this.#now(), JSON.stringify(proof));
  }

  /** The proof against an origin, if there is one. */
  get(origin: string): EquivocationRow | undefined {
    const row = this.#database
      .prepare('SELECT origin, found_at, proof FROM equivocations WHERE origin = ?')
      .get(origin);
    return row === undefined ? undefined : rowOf(row);
  }

  /** All proofs. */
  list(): EquivocationRow[] {
    return this.#database.prepare('SELECT origin, found_at, proof FROM equivocations ORDER BY origin').all().map(rowOf);
  }
}

function rowOf(row: Record<string, unknown>): EquivocationRow {
  return {
    ...(row as unknown as EquivocationRow),
    proof: JSON.parse(String(row['proof'])) as Record<string, unknown>,
  };
}
