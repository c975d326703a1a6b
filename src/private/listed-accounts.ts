import type { DatabaseSync } from 'node:sqlite';

export interface ListedAccount {
  /** As `domain/account-name.ts` names it. */
  account: string;
  /** What stands behind it in the list. */
  note: string | null;
  listed_at: number;
}

/**
 * Accounts that a vouch list of this node's operator names: most of them no rig has proven yet. The gate is asked about
 * them, so they are held in memory.
 */
export class ListedAccounts {
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #rows: Map<string, ListedAccount>;

  /** Grows with every change. */
  changes = 0;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
    const rows = database.prepare('SELECT account, note, listed_at FROM listed_accounts ORDER BY account').all();
    this.#rows = new Map((rows as unknown as ListedAccount[]).map((row) => [row.account, row]));
  }

  list(): ListedAccount[] {
    return [...this.#rows.values()];
  }

  get size(): number {
    return this.#rows.size;
  }

  get(account: string): ListedAccount | undefined {
    return this.#rows.get(account);
  }

  /** Lists an account, or says something else of it. */
  add(account: string, note: string | null = null): void {
    const row = { account, note, listed_at: this.#rows.get(account)?.listed_at ?? this.#now() };
    this.#database
      .prepare('INSERT INTO listed_accounts VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET note = excluded.note')
      .run(row.account, row.note, row.listed_at);
    this.#rows.set(account, row);
    this.changes += 1;
  }

  /** Lists it no more; false when it wasn't listed. */
  remove(account: string): boolean {
    this.#database.prepare('DELETE FROM listed_accounts WHERE account = ?').run(account);
    this.changes += 1;
    return this.#rows.delete(account);
  }
}
