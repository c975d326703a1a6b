import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What came of the last look for a statement, and what the last good one said. Times in milliseconds. */
export interface AccountRow {
  rig: string;
  /** Its name, such as `github:alice`. */
  account: string;
  state: 'proven' | 'unreachable' | 'failed';
  /** Why it isn't proven, as a code and in words. */
  code: string | null;
  detail: string | null;
  checked_at: number;
  /** When to look again without being asked; null: never. */
  next_at: number | null;
  /** Of the last proof: its time, GitHub's number of the account, where the statement stood, who signed it and when. */
  proven_at: number | null;
  number: number | null;
  place: string | null;
  gist: string | null;
  kid: string | null;
  stated_at: number | null;
}

const columns =
  'rig, account, state, code, detail, checked_at, next_at, proven_at, number, place, gist, kid, stated_at' as const;
/** Who holds an account can say of any number of rigs that it is theirs. */
const mostHolders = 50;

/** Accounts elsewhere that were looked at, and whose they are proven to be. */
export class Accounts {
  readonly #database: DatabaseSync;
  /** Prepared once: the gate asks a thousand times a second. */
  readonly #holders: StatementSync;
  #changes = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#holders =
      database.prepare(`SELECT ${columns} FROM accounts WHERE account = ? AND proven_at IS NOT NULL AND state <> 'failed'
        ORDER BY stated_at DESC, rig LIMIT ${mostHolders}`);
  }

  /** Counts what changes. */
  get changes(): number {
    return this.#changes;
  }

  get(rig: string, account: string): AccountRow | undefined {
    const sql = `SELECT ${columns} FROM accounts WHERE rig = ? AND account = ?`;
    return this.#database.prepare(sql).get(rig, account) as AccountRow | undefined;
  }

  /** Proofs of one account, for whatever rig, that didn't fail since: the first fifty, newest statement first. */
  holders(account: string): AccountRow[] {
    return this.#holders.all(account) as unknown as AccountRow[];
  }

  /** Accounts that are to be looked at again by now, the longest waiting first. */
  due(now: number, limit: number): AccountRow[] {
    const sql = `SELECT ${columns} FROM accounts WHERE next_at <= ? ORDER BY next_at, rig, account LIMIT ?`;
    return this.#database.prepare(sql).all(now, limit) as unknown as AccountRow[];
  }

  /** Keeps what came of a look, in the place of the one before. */
  put(row: AccountRow): void {
    const values = columns.split(', ').map((column) => row[column as keyof AccountRow]);
    const marks = values.map(() => '?').join(', ');
    this.#database.prepare(`INSERT OR REPLACE INTO accounts (${columns}) VALUES (${marks})`).run(...values);
    this.#changes += 1;
  }

  /** Forgets an account that the rig no longer names. */
  remove(rig: string, account: string): void {
    this.#database.prepare('DELETE FROM accounts WHERE rig = ? AND account = ?').run(rig, account);
    this.#changes += 1;
  }
}
