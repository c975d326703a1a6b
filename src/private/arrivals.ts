import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { VerdictCode } from '../wire/codes.ts';
import { ToldVerdicts } from './told-verdicts.ts';
import type { EntryPlace, ToldVerdict } from './told-verdicts.ts';

/** Entries of one log that came one after the other: `from` to `to`, both included. */
export interface ArrivedRange {
  origin: string;
  from: number;
  to: number;
}

/** That an entry which had been told has another verdict now: the one before, and when this was seen, in milliseconds. */
export interface Change {
  was: VerdictCode;
  at: number;
}

/** One entry, and its place in the order of arrival, from 1 on; with `change` where it arrived before. */
export interface Arrival extends EntryPlace {
  place: number;
  change?: Change;
}

interface Row {
  first: number;
  origin: string;
  seq: number;
  count: number;
  was: VerdictCode | null;
  at: number | null;
}

/**
 * In which order entries of all logs came to this node. Each node's order is its own, so nothing of it can be made again
 * from the ledger; readers resume by it. Runs of one log are one row. A verdict that changes has a place of its own.
 */
export class Arrivals {
  /** With which verdicts what has a place was told. */
  readonly told: ToldVerdicts;
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #heads = new Map<string, number>();
  readonly #insert: StatementSync;
  readonly #lengthen: StatementSync;
  #newest: Row | undefined;

  constructor(database: DatabaseSync, now: () => number) {
    this.told = new ToldVerdicts(database);
    this.#database = database;
    this.#now = now;
    this.#insert = database.prepare('INSERT INTO arrivals VALUES (?, ?, ?, ?, ?, ?)');
    this.#lengthen = database.prepare('UPDATE arrivals SET count = count + ? WHERE first = ?');
    const heads = database
      .prepare('SELECT origin, max(seq + count - 1) AS head FROM arrivals WHERE was IS NULL GROUP BY origin')
      .all();
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
   * Adds what came, in this order, and which of it has another verdict than `ok`. It outlives this process, and the machine
   * once the next durable commit came: to wait for the disk here, ten times a second, would hold up every act, and what a
   * power cut takes comes again.
   */
  add(ranges: readonly ArrivedRange[], verdicts: readonly ToldVerdict[] = []): void {
    if (ranges.length === 0) return;
    const newest = this.#atOnce(() => {
      for (const each of verdicts) this.told.keep(each);
      return ranges.reduce<Row | undefined>((last, range) => this.#addBehind(last, range), this.#newest);
    });
    for (const { origin, to } of ranges) this.#heads.set(origin, to);
    this.#newest = newest;
  }

  /** Gives each entry whose verdict is another than the one it was told with a place, the new verdict being told there. */
  change(verdicts: readonly ToldVerdict[]): void {
    if (verdicts.length === 0) return;
    const at = this.#now();
    this.#newest = this.#atOnce(() =>
      verdicts.reduce<Row | undefined>((last, told) => {
        const { origin, seq } = told;
        const row = { first: placeBehind(last), origin, seq, count: 1, was: this.told.of(origin, seq), at };
        this.told.keep(told);
        return this.#write(row);
      }, this.#newest),
    );
  }

  /** Keeps what of that which has arrived isn't `ok`, where that wasn't kept before. */
  beginVerdicts(verdicts: Iterable<ToldVerdict>): void {
    this.#atOnce(() => {
      for (const each of verdicts) this.told.keep(each);
      this.told.begin();
    });
  }

  /** Where an entry was told last; undefined for one that hasn't arrived. */
  newestOf(origin: string, seq: number): Arrival | undefined {
    const changed =
      'SELECT * FROM arrivals WHERE was IS NOT NULL AND origin = ? AND seq = ? ORDER BY first DESC LIMIT 1';
    const row = this.#database.prepare(changed).get(origin, seq) as Row | undefined;
    if (row !== undefined) return arrivalAt(row, row.first);
    const sql = `SELECT * FROM arrivals WHERE was IS NULL AND origin = ?1 AND seq <= ?2 AND seq + count > ?2
      ORDER BY seq DESC LIMIT 1`;
    const run = this.#database.prepare(sql).get(origin, seq) as Row | undefined;
    return run === undefined ? undefined : arrivalAt(run, run.first + seq - run.seq);
  }

  /** The last changes of verdicts, newest first. */
  changes(limit: number): Arrival[] {
    const sql = 'SELECT * FROM arrivals WHERE was IS NOT NULL ORDER BY first DESC LIMIT ?';
    return (this.#database.prepare(sql).all(limit) as unknown as Row[]).map((row) => arrivalAt(row, row.first));
  }

  /** What stands at `after` < place, at most `limit`, in order. */
  after(after: number, limit: number): Arrival[] {
    const sql = `SELECT * FROM arrivals
      WHERE first >= coalesce((SELECT max(first) FROM arrivals WHERE first <= ?), 0) ORDER BY first LIMIT ?`;
    const found: Arrival[] = [];
    for (const row of this.#database.prepare(sql).iterate(after + 1, limit) as Iterable<unknown> as Iterable<Row>) {
      for (let place = Math.max(row.first, after + 1); place < row.first + row.count; place += 1) {
        if (found.length === limit) return found;
        found.push(arrivalAt(row, place));
      }
    }
    return found;
  }

  #addBehind(last: Row | undefined, { origin, from, to }: ArrivedRange): Row {
    const count = to - from + 1;
    if (last?.was === null && last.origin === origin && last.seq + last.count === from) {
      this.#lengthen.run(count, last.first);
      return { ...last, count: last.count + count };
    }
    return this.#write({ first: placeBehind(last), origin, seq: from, count, was: null, at: null });
  }

  #write(row: Row): Row {
    this.#insert.run(row.first, row.origin, row.seq, row.count, row.was, row.at);
    return row;
  }

  /** All of it or nothing, without waiting for the disk. */
  #atOnce<T>(work: () => T): T {
    this.#database.exec('PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE');
    try {
      const done = work();
      this.#database.exec('COMMIT');
      return done;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#database.exec('PRAGMA synchronous = FULL');
    }
  }
}

function placeBehind(last: Row | undefined): number {
  return last === undefined ? 1 : last.first + last.count;
}

function arrivalAt({ first, origin, seq, was, at }: Row, place: number): Arrival {
  const found = { place, origin, seq: seq + place - first };
  return was === null ? found : { ...found, change: { was, at: at ?? 0 } };
}
