import type { DatabaseSync } from 'node:sqlite';

export const outboxStates = ['queued', 'won', 'refused', 'stale'] as const;
/** `queued` until the home answers; then what it said, or `stale` when it didn't within 72 hours. */
export type OutboxState = (typeof outboxStates)[number];

/** A signed act that waits for the node that may log it (design section 7). */
export interface OutboxRow {
  /** Hash of the act's token. */
  hash: string;
  rig: string;
  type: string;
  /** Node whose log it is for; this node's own id for an act that waits for something to be known here. */
  home: string;
  item: string | null;
  token: string;
  /** Identity documents of the rig that go before it. */
  documents: string[];
  /** Id of a completion that must be known here first. */
  waits_for: string | null;
  /** Hash of the act in this outbox that must be won first; when that one isn't, neither is this. */
  after: string | null;
  state: OutboxState;
  attempts: number;
  /** When to try next, in milliseconds. */
  next_at: number;
  created_at: number;
  /** What the home said: its result, or its problem. */
  answer: Record<string, unknown> | null;
}

/** Which of a rig's acts. */
export interface OutboxPart {
  limit: number;
  state?: OutboxState;
  rising?: boolean;
  after?: (string | number)[];
}

export type NewAct = Pick<OutboxRow, 'hash' | 'rig' | 'type' | 'home' | 'item' | 'token' | 'documents'> &
  Partial<Pick<OutboxRow, 'waits_for' | 'after' | 'next_at'>>;

const columns =
  'hash, rig, type, home, item, token, documents, waits_for, after, state, attempts, next_at, created_at, answer';

/** What came of an act is known for so long, and of no more acts than that. */
const endsKeptMs = 30 * 24 * 60 * 60_000;
const endsKept = 10_000;

/** Acts on their way to another node's log. */
export class Outbox {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Queues an act; one that is here already stays as it is. Durable when it returns. */
  add(act: NewAct): OutboxRow {
    const now = this.#now();
    this.#forget(now);
    this.#database
      .prepare(`INSERT OR IGNORE INTO outbox (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?, ?, NULL)`)
      .run(
        act.hash,
        act.rig,
        act.type,
        act.home,
        act.item,
        act.token,
        JSON.stringify(act.documents),
        act.waits_for ?? null,
        act.after ?? null,
        act.next_at ?? now,
        now,
      );
    const row = this.get(act.hash);
    if (row === undefined) throw new Error('an act that was queued is not in the outbox');
    return row;
  }

  /** The act with this token hash. */
  get(hash: string): OutboxRow | undefined {
    const row = this.#database.prepare(`SELECT ${columns} FROM outbox WHERE hash = ?`).get(hash);
    return row === undefined ? undefined : rowOf(row);
  }

  /** Acts of a rig, newest first or, `rising`, oldest first, after the time and hash of the last one seen. */
  ofRig(rig: string, { limit, state, rising = false, after }: OutboxPart): OutboxRow[] {
    const [sign, by, start] = rising ? ['>', 'ASC', [-1, '']] : ['<', 'DESC', [Number.MAX_SAFE_INTEGER, '']];
    const sql = `SELECT ${columns} FROM outbox
      WHERE rig = ? AND state = coalesce(?, state) AND (created_at, hash) ${sign} (?, ?)
      ORDER BY created_at ${by}, hash ${by} LIMIT ?`;
    return this.#database
      .prepare(sql)
      .all(rig, state ?? null, ...(after ?? start), limit)
      .map(rowOf);
  }

  /** Queued acts whose time has come, oldest first. */
  due(now: number, limit: number): OutboxRow[] {
    return this.#database
      .prepare(
        `SELECT ${columns} FROM outbox WHERE state = 'queued' AND next_at <= ? ORDER BY created_at, hash LIMIT ?`,
      )
      .all(now, limit)
      .map(rowOf);
  }

  /** How many acts of a rig wait, so that nobody queues without end. */
  waiting(rig: string): number {
    const row = this.#database.prepare("SELECT count(*) AS n FROM outbox WHERE rig = ? AND state = 'queued'").get(rig);
    return Number(row?.['n'] ?? 0);
  }

  /** How many acts wait in all. */
  depth(): number {
    return Number(this.#database.prepare("SELECT count(*) AS n FROM outbox WHERE state = 'queued'").get()?.['n'] ?? 0);
  }

  /** Counts a failed attempt and says when to try again. */
  postpone(hash: string, nextAt: number): void {
    this.#database
      .prepare("UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE hash = ? AND state = 'queued'")
      .run(nextAt, hash);
  }

  /** Ends the waiting; the first end stands. */
  settle(hash: string, state: Exclude<OutboxState, 'queued'>, answer: Record<string, unknown> | null): void {
    this.#database
      .prepare("UPDATE outbox SET state = ?, answer = ? WHERE hash = ? AND state = 'queued'")
      .run(state, answer === null ? null : JSON.stringify(answer), hash);
  }

  /** Lets old ends go: by age, and by number, since strangers may queue acts too. */
  #forget(now: number): void {
    this.#database.prepare("DELETE FROM outbox WHERE state <> 'queued' AND created_at < ?").run(now - endsKeptMs);
    this.#database
      .prepare(
        `DELETE FROM outbox WHERE state <> 'queued' AND created_at <
           (SELECT created_at FROM outbox WHERE state <> 'queued' ORDER BY created_at DESC LIMIT 1 OFFSET ${endsKept})`,
      )
      .run();
  }
}

function rowOf(row: Record<string, unknown>): OutboxRow {
  const answer = row['answer'];
  return {
    ...(row as unknown as OutboxRow),
    documents: JSON.parse(String(row['documents'])) as string[],
    answer: typeof answer !== 'string' ? null : (JSON.parse(answer) as Record<string, unknown>),
  };
}
