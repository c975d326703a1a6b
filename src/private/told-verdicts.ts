import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { VerdictCode } from '../wire/codes.ts';

/** An entry of a log. */
export interface EntryPlace {
  origin: string;
  seq: number;
}

/** With which verdict an entry was told. */
export interface ToldVerdict extends EntryPlace {
  code: VerdictCode;
}

/**
 * With which verdicts entries were told, as far as it wasn't `ok`: so that what has another one later is told again, also
 * when the process ended in between.
 */
export class ToldVerdicts {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #after: StatementSync;
  readonly #isBegun: StatementSync;
  readonly #begin: StatementSync;

  constructor(database: DatabaseSync) {
    this.#get = database.prepare('SELECT code FROM told_verdicts WHERE origin = ? AND seq = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO told_verdicts VALUES (?, ?, ?)');
    this.#delete = database.prepare('DELETE FROM told_verdicts WHERE origin = ? AND seq = ?');
    this.#after = database.prepare(
      'SELECT origin, seq FROM told_verdicts WHERE (origin, seq) > (?, ?) ORDER BY origin, seq LIMIT ?',
    );
    this.#isBegun = database.prepare('SELECT 1 FROM verdicts_begun');
    this.#begin = database.prepare('INSERT OR IGNORE INTO verdicts_begun VALUES (1)');
  }

  /** Whether what isn't kept was told as `ok`: not so of entries that arrived before verdicts were kept. */
  get begun(): boolean {
    return this.#isBegun.get() !== undefined;
  }

  begin(): void {
    this.#begin.run();
  }

  /** `ok` where nothing else is kept. */
  of(origin: string, seq: number): VerdictCode {
    return (this.#get.get(origin, seq)?.['code'] as VerdictCode | undefined) ?? 'ok';
  }

  keep({ origin, seq, code }: ToldVerdict): void {
    if (code === 'ok') this.#delete.run(origin, seq);
    else this.#put.run(origin, seq, code);
  }

  /** The next entries behind a place that were told with another verdict than `ok`. */
  after({ origin, seq }: EntryPlace, limit: number): EntryPlace[] {
    return this.#after.all(origin, seq, limit) as unknown as EntryPlace[];
  }
}
