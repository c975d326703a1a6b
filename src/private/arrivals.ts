import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Entries of one log that came one after the other: `from` to `to`, both included. */
export interface ArrivedRange {
  origin: string;
  from: number;
  to: number;
}

/** One entry, and its place in the order of arrival, from 1 on. */
export interface Arrival {
  place: number;
  origin: string;
  seq: number;
}

interface Row {
  first: number;
  origin: string;
  seq: number;
  count: number;
}

/**
 * In which order entries of all logs came to this node. Each node's order is its own, so nothing of it can be made again
 * from the ledger; readers resume by it. Runs of one log are one row.
 */
export class Arrivals {
  readonly #database: DatabaseSync;
  readonly #heads = new Map<string, number>();
  readonly #insert: StatementSync;
  readonly #lengthen: StatementSync;
  #newest: Row | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO arrivals VALUES (?, ?, ?, ?)');
    this.#lengthen = database.prepare('UPDATE arrivals SET count = count + ? WHERE first = ?');
    const heads = database.prepare('SELECT origin, max(seq + count - 1) AS head FROM arrivals GROUP BY origin').all();
    for (const { origin, head } of heads) this.#heads.set(String(origin), Number(head));
    this.#newest = database.prepare('SELECT * FROM arrivals ORDER BY first DESC LIMIT 1').get() as Row | undefined;
  }

  /** The place of the newest; 0 where there is none. */
  get last(): number {
    return this.#newest === undefined ? 0 : this.#newest.first + this.#newest.count - 1;
  }

  /** Up to which entry a log has arrived. */
  head(origin: string): number {
    return this.#heads.get(origin) ?? 0;
  }

  /**
   * Adds what came, in this order. It outlives this process, and the machine once the next durable commit came: to wait for the
   * disk here, ten times a second, would hold up every act, and what a power cut takes comes again.
   */
  add(ranges: readonly ArrivedRange[]): void {
    if (ranges.length === 0) return;
    let newest = this.#newest;
    this.#database.exec('PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE');
    try {
      for (const range of ranges) newest = this.#addBehind(newest, range);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#database.exec('PRAGMA synchronous = FULL');
    }
    for (const { origin, to } of ranges) this.#heads.set(origin, to);
    this.#newest = newest;
  }

  /** Where an entry stands; 0 for one that hasn't arrived. */
  placeOf(origin: string, seq: number): number {
    const sql = 'SELECT first + ?2 - seq AS place FROM arrivals WHERE origin = ?1 AND seq <= ?2 AND seq + count > ?2';
    const row = this.#database.prepare(`${sql} ORDER BY seq DESC LIMIT 1`).get(origin, seq);
    return Number(row?.['place'] ?? 0);
  }

  /** What stands at `after` < place, at most `limit`, in order. */
  after(after: number, limit: number): Arrival[] {
    const sql = `SELECT * FROM arrivals
      WHERE first >= coalesce((SELECT max(first) FROM arrivals WHERE first <= ?), 0) ORDER BY first LIMIT ?`;
    const found: Arrival[] = [];
    for (const { first, origin, seq, count } of this.#database
      .prepare(sql)
      .iterate(after + 1, limit) as Iterable<Row>) {
      for (let place = Math.max(first, after + 1); place < first + count; place += 1) {
        if (found.length === limit) return found;
        found.push({ place, origin, seq: seq + place - first });
      }
    }
    return found;
  }

  #addBehind(last: Row | undefined, { origin, from, to }: ArrivedRange): Row {
    const count = to - from + 1;
    if (last?.origin === origin && last.seq + last.count === from) {
      this.#lengthen.run(count, last.first);
      return { ...last, count: last.count + count };
    }
    const first = last === undefined ? 1 : last.first + last.count;
    this.#insert.run(first, origin, from, count);
    return { first, origin, seq: from, count };
  }
}
