import type { SQLOutputValue } from 'node:sqlite';
import type { EntryRow, LogRow } from '../domain/state.ts';
import { ignoredCodes, pendingCodes } from '../wire/codes.ts';
import type { VerdictCode } from '../wire/codes.ts';
import type { Page } from './cursor.ts';
import type { Lists, Order, Paging, Test } from './lists.ts';
import type { SqliteState } from './state.ts';
import type { Statements } from './statements.ts';

const inOrder: Order = { list: 'entries', columns: ['seq'], types: ['number'] };

/** What isn't final: a rejection is. */
const openCodes: readonly VerdictCode[] = [...ignoredCodes, ...pendingCodes];

/** Logs as far as they have landed here, and the verdicts of their entries. */
export class LogReader {
  readonly #lists: Lists;
  readonly #statements: Statements;
  readonly #state: SqliteState;

  constructor(lists: Lists, statements: Statements, state: SqliteState) {
    this.#lists = lists;
    this.#statements = statements;
    this.#state = state;
  }

  log(origin: string): LogRow | undefined {
    return this.#state.table('logs').get(origin);
  }

  /** All logs, in origin order. */
  logs(): LogRow[] {
    return this.#state.table('logs').list('primary');
  }

  entry(origin: string, seq: number): EntryRow | undefined {
    return this.#state.table('entries').get(origin, seq);
  }

  /** One page of a log's entries, all of them or those with one verdict, in order. */
  entries(origin: string, code: VerdictCode | undefined, paging: Paging = {}): Page<EntryRow> {
    const tests: Test[] = [{ sql: 'origin = ?', values: [origin] }];
    if (code !== undefined) tests.push({ sql: 'code = ?', values: [code] });
    // Said literally, it lets SQLite use the index of those that aren't.
    if (code !== undefined && code !== 'ok') tests.push({ sql: "code <> 'ok'", values: [] });
    return this.#lists.page('entries', tests, inOrder, paging);
  }

  /** The first entry of a log behind `after` whose text is withheld. */
  firstWithheld(origin: string, after: number): EntryRow | undefined {
    return this.withVerdict(origin, 'withheld', after, 1)[0];
  }

  /** Numbers of the entries in `after` < seq ≤ `to` whose texts are withheld, in order. */
  withheldBetween(origin: string, after: number, to: number): number[] {
    const where = "origin = ? AND code <> 'ok' AND code = 'withheld' AND seq > ? AND seq <= ?";
    const sql = `SELECT seq FROM entries WHERE ${where} ORDER BY seq`;
    return this.#statements.all<[number]>(sql, origin, after, to).map(([seq]) => seq);
  }

  /** Every place where a token stands, by the SHA-256 of its text. */
  byHash(hash: string): EntryRow[] {
    return this.#state.table('entries').list('hash', hash);
  }

  /** Verdicts of a log's entries from 1 on, in order. */
  *verdicts(origin: string): Generator<VerdictCode> {
    const rows = this.#statements.iterate<[VerdictCode]>(
      'SELECT code FROM entries WHERE origin = ? ORDER BY seq',
      origin,
    );
    for (const [code] of rows) yield code;
  }

  /** How many entries of a log have each verdict. */
  counts(origin: string): Partial<Record<VerdictCode, number>> {
    const sql = `SELECT code, count(*) FROM entries WHERE origin = ? AND code <> 'ok' GROUP BY code ORDER BY code`;
    const rows = this.#statements.all<[VerdictCode, number]>(sql, origin);
    const others = rows.reduce((sum, [, count]) => sum + count, 0);
    return { ok: (this.log(origin)?.seq ?? 0) - others, ...Object.fromEntries(rows) };
  }

  /** How many entries of one log behind `after` have another verdict than `ok`, and the first `limit` of them, in order. */
  notOk(origin: string, after: number, limit: number): { count: number; first: { seq: number; code: VerdictCode }[] } {
    // Named, or SQLite reads every entry behind `after` for the few.
    const from = `FROM entries INDEXED BY entries_not_ok WHERE origin = ? AND seq > ? AND code <> 'ok'`;
    const rows = this.#statements.all<[number, VerdictCode]>(
      `SELECT seq, code ${from} ORDER BY seq LIMIT ?`,
      origin,
      after,
      limit,
    );
    const [[count] = [0]] = this.#statements.all<[number]>(`SELECT count(*) ${from}`, origin, after);
    return { count, first: rows.map(([seq, code]) => ({ seq, code })) };
  }

  /** Entries in `after` < seq ≤ `to` that are ignored or pending: what may count later. */
  notYetOk(origin: string, after: number, to: number): { seq: number; code: VerdictCode }[] {
    const marks = openCodes.map(() => '?').join(', ');
    const where = `code <> 'ok' AND origin = ? AND code IN (${marks}) AND seq > ? AND seq <= ?`;
    const sql = `SELECT seq, code FROM entries INDEXED BY entries_not_ok WHERE ${where}`;
    const rows = this.#statements.all<[number, VerdictCode]>(sql, origin, ...openCodes, after, to);
    return rows.map(([seq, code]) => ({ seq, code }));
  }

  /** Entries of one log with this verdict, `after` < seq, at most `limit`, in order. */
  withVerdict(origin: string, code: VerdictCode, after = 0, limit = 200): EntryRow[] {
    const entries = this.#state.rows('entries');
    const only = code === 'ok' ? '' : "AND code <> 'ok' ";
    const where = `origin = ? AND seq > ? AND code = ? ${only}ORDER BY seq LIMIT ?`;
    const sql = `SELECT ${entries.selection()} FROM entries WHERE ${where}`;
    const rows = this.#statements.all<SQLOutputValue[]>(sql, origin, after, code, limit);
    return rows.map((row) => entries.decode(row) as unknown as EntryRow);
  }
}
