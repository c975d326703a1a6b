import type { DatabaseSync } from 'node:sqlite';

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One happening on its way to one webhook. */
export interface DeliveryRow {
  no: number;
  /** What its receiver knows it by; the same at every attempt. */
  id: string;
  webhook: string;
  /** Of the happening in the order of arrival; null for a test. */
  place: number | null;
  type: string;
  state: DeliveryState;
  attempts: number;
  next_at: number;
  created_at: number;
  /** From when on its attempts are counted: made, or asked for again. */
  since: number;
  ended_at: number | null;
  /** What the endpoint answered last, or why it didn't. */
  status: number | null;
  error: string | null;
}

/** What one webhook is to hear of, and the place up to which that is all. */
export interface Queued {
  webhook: string;
  place: number;
  deliveries: { id: string; place: number; type: string }[];
}

export interface Attempted {
  status: number | null;
  error: string | null;
}

/** So many that have ended are kept of each webhook. */
const endsKept = 200;

/** What webhooks have been and are to be told. */
export class Deliveries {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Queues all of it or nothing. Durable when it returns. */
  queue(all: readonly Queued[]): void {
    if (all.length === 0) return;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { webhook, place, deliveries } of all) {
        for (const one of deliveries) this.#insert(webhook, one.id, one.place, one.type);
        this.#database.prepare('UPDATE webhooks SET place = ? WHERE id = ?').run(place, webhook);
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Queues a test. */
  test(webhook: string, id: string): DeliveryRow {
    this.#insert(webhook, id, null, 'ping');
    return this.get(webhook, id) as DeliveryRow;
  }

  get(webhook: string, id: string): DeliveryRow | undefined {
    const row = this.#database.prepare('SELECT * FROM deliveries WHERE webhook = ? AND id = ?').get(webhook, id);
    return row as DeliveryRow | undefined;
  }

  /** Those of a webhook, newest first or, `rising`, oldest first, after the number of the last one seen. */
  list(
    webhook: string,
    limit: number,
    part: { rising?: boolean; after?: number; state?: DeliveryState },
  ): DeliveryRow[] {
    const [sign, by, start] = part.rising === true ? ['>', 'ASC', 0] : ['<', 'DESC', Number.MAX_SAFE_INTEGER];
    const sql = `SELECT * FROM deliveries
      WHERE webhook = ? AND state = coalesce(?, state) AND no ${sign} ? ORDER BY no ${by} LIMIT ?`;
    const rows = this.#database.prepare(sql).all(webhook, part.state ?? null, part.after ?? start, limit);
    return rows as unknown as DeliveryRow[];
  }

  /** How many wait for a webhook. */
  waiting(webhook: string): number {
    const sql = "SELECT count(*) AS n FROM deliveries WHERE webhook = ? AND state = 'waiting'";
    return Number(this.#database.prepare(sql).get(webhook)?.['n'] ?? 0);
  }

  /** Waiting ones whose time has come, the longest due first. */
  due(webhook: string, now: number, limit: number): DeliveryRow[] {
    const sql = `SELECT * FROM deliveries WHERE webhook = ? AND state = 'waiting' AND next_at <= ?
      ORDER BY next_at, no LIMIT ?`;
    return this.#database.prepare(sql).all(webhook, now, limit) as unknown as DeliveryRow[];
  }

  /** When the next one is due of those whose webhooks are active; undefined when none waits. */
  nextAt(): number | undefined {
    const sql = `SELECT min(max(w.next_at, (SELECT min(d.next_at) FROM deliveries d
      WHERE d.webhook = w.id AND d.state = 'waiting'))) AS at FROM webhooks w WHERE w.state = 'active'`;
    const at = this.#database.prepare(sql).get()?.['at'];
    return at === null || at === undefined ? undefined : Number(at);
  }

  /** Ends one: delivered, or given up. */
  end({ no, webhook }: DeliveryRow, state: 'delivered' | 'failed', { status, error }: Attempted): void {
    this.#database
      .prepare(
        'UPDATE deliveries SET state = ?, attempts = attempts + 1, ended_at = ?, status = ?, error = ? WHERE no = ?',
      )
      .run(state, this.#now(), status, error, no);
    this.#database
      .prepare(
        `DELETE FROM deliveries WHERE webhook = ?1 AND state <> 'waiting' AND no <=
           (SELECT no FROM deliveries WHERE webhook = ?1 AND state <> 'waiting' ORDER BY no DESC LIMIT 1 OFFSET ${endsKept})`,
      )
      .run(webhook);
  }

  /** Counts a failed attempt and says when to try again. */
  postpone({ no }: DeliveryRow, nextAt: number, { status, error }: Attempted): void {
    this.#database
      .prepare('UPDATE deliveries SET attempts = attempts + 1, next_at = ?, status = ?, error = ? WHERE no = ?')
      .run(nextAt, status, error, no);
  }

  /** Lets one be tried again from now on, whatever became of it. */
  again({ no }: DeliveryRow): void {
    const now = this.#now();
    this.#database
      .prepare("UPDATE deliveries SET state = 'waiting', next_at = ?, since = ?, ended_at = NULL WHERE no = ?")
      .run(now, now, no);
  }

  #insert(webhook: string, id: string, place: number | null, type: string): void {
    const now = this.#now();
    this.#database
      .prepare(
        `INSERT INTO deliveries (id, webhook, place, type, state, attempts, next_at, created_at, since)
         VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, ?)`,
      )
      .run(id, webhook, place, type, now, now, now);
  }
}
