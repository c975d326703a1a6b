import type { DatabaseSync } from 'node:sqlite';

export interface BlockRow {
  /** An identity id, or an account as `domain/account-name.ts` names it: `github:alice`, `domain:board.example`. */
  target: string;
  /** Why, in the operator's words. */
  reason: string | null;
  added_at: number;
}

/** Whom this node's doors refuse. They are asked at every act, so they are held in memory. */
export class Blocks {
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #rows: Map<string, BlockRow>;

  /** Grows with every change. */
  changes = 0;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
    const rows = database.prepare('SELECT target, reason, added_at FROM blocks ORDER BY added_at, target').all();
    this.#rows = new Map((rows as unknown as BlockRow[]).map((row) => [row.target, row]));
  }

  /** All blocks in the order in which they were set. */
  list(): BlockRow[] {
    return [...this.#rows.values()];
  }

  get size(): number {
    return this.#rows.size;
  }

  get(target: string): BlockRow | undefined {
    return this.#rows.get(target);
  }

  /** Blocks from now on; of what is blocked already only the reason changes, and the answer is false. */
  add(target: string, reason: string | null = null): boolean {
    const before = this.#rows.get(target);
    const row = { target, reason, added_at: before?.added_at ?? this.#now() };
    this.#database
      .prepare('INSERT INTO blocks VALUES (?, ?, ?) ON CONFLICT (target) DO UPDATE SET reason = excluded.reason')
      .run(row.target, row.reason, row.added_at);
    this.#rows.set(target, row);
    this.changes += 1;
    return before === undefined;
  }

  /** Blocks it no more; false when it wasn't blocked. */
  remove(target: string): boolean {
    this.#database.prepare('DELETE FROM blocks WHERE target = ?').run(target);
    this.changes += 1;
    return this.#rows.delete(target);
  }
}
