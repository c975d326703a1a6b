import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Snapshot } from '../domain/memory-state.ts';
import type { State, TableName, UnpublishedRow } from '../domain/state.ts';
import { BoardKeeper } from './board-keeper.ts';
import { boardTables } from './board-schema.ts';
import type { Reader } from './reader.ts';
import { dropSql, listSql, tableNames } from './schema.ts';
import { SqliteState } from './state.ts';
import { TouchedRows } from './touched.ts';
import type { Touched } from './touched.ts';
import { WrittenEntries } from './written-entries.ts';
import type { Written } from './written-entries.ts';
import { vectorOf } from '../domain/vector.ts';
import type { Head, Vector } from '../domain/vector.ts';

/** SQLite has taken the whole transaction back by itself, as it does on a full disk: nothing of the turn stands. */
export class TransactionLost extends Error {
  constructor(cause: unknown) {
    super('the transaction of the read model was lost', { cause });
    this.name = 'TransactionLost';
  }
}

/** Each entry asks for the head of its log and for the keys of its author, several times. */
const heldByWriter = ['logs', 'authors'] as const;
/** Each request asks who a few ids are, and hardly any changes that. */
const heldByReader = ['identities'] as const;

/** What belongs to the file of a read model. */
export interface ReadModelFile {
  /** With rows of these tables at hand, until it is told to forget them. */
  openReader: (held?: readonly TableName[]) => Reader;
  /** Called after each commit. */
  committed: () => void;
  /** Called before it is closed. */
  closing: () => void;
  /** Called when it is closed. */
  closed: () => void;
}

/** The derived rows in SQLite: one connection that writes (the ledger's writer alone uses it) and one that reads. */
export class ReadModel {
  readonly state: State;
  readonly reader: Reader;
  readonly board: BoardKeeper;
  readonly #db: DatabaseSync;
  readonly #rows: SqliteState;
  readonly #file: ReadModelFile;
  readonly #touched = new TouchedRows();
  readonly #written = new WrittenEntries();
  /** What the reader has at hand was written. */
  #heldWritten = false;
  readonly #getMeta: StatementSync;
  readonly #setMeta: StatementSync;
  readonly #clearMark: StatementSync;
  /** Prepared, since every act has one. */
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;

  constructor(db: DatabaseSync, file: ReadModelFile) {
    this.#db = db;
    this.#rows = new SqliteState(db, heldByWriter);
    this.state = this.#rows;
    this.#file = file;
    this.#getMeta = db.prepare('SELECT value FROM meta WHERE name = ?');
    this.#setMeta = db.prepare(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#clearMark = db.prepare('DELETE FROM unpublished WHERE table_name = ? AND key = ? AND change = ?');
    this.#savepoint = db.prepare('SAVEPOINT act');
    this.#release = db.prepare('RELEASE act');
    this.reader = file.openReader(heldByReader);
    for (const name of heldByReader) this.#rows.rows(name).watch(() => (this.#heldWritten = true));
    this.board = new BoardKeeper(db);
  }

  begin(): void {
    this.#db.exec('BEGIN IMMEDIATE');
  }

  commit(): void {
    this.#db.exec('COMMIT');
    if (this.#heldWritten) this.reader.forget();
    this.#heldWritten = false;
    this.#file.committed();
    this.#touched.committed();
    this.#written.committed();
  }

  /** A full disk makes SQLite take the transaction back by itself. */
  rollback(): void {
    this.#rows.forget();
    this.#touched.forget();
    this.#written.forget();
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Runs `fn` inside the open transaction; when it throws, what it wrote is taken back and the error passed on. */
  savepoint<T>(fn: () => T): T {
    this.#savepoint.run();
    try {
      const result = fn();
      this.#release.run();
      return result;
    } catch (error) {
      this.#rows.forget();
      if (!this.#db.isTransaction) throw new TransactionLost(error);
      this.#db.exec('ROLLBACK TO act');
      this.#release.run();
      throw error;
    }
  }

  /** Heads of all logs as the writer sees them, uncommitted ones included, in origin order. */
  vector(): Vector {
    return vectorOf(this.#rows);
  }

  /** All rows of all tables, in primary-key order. */
  snapshot(): Snapshot {
    return snapshotOf(this.#rows);
  }

  /** Empties every table, to be made anew, and forgets what was published; inside the caller's transaction. */
  clear(): void {
    for (const name of [...tableNames, ...boardTables]) this.#db.exec(`DELETE FROM "${name}"`);
    this.#rows.forget();
    this.#heldWritten = true;
    this.#touched.everything();
    this.#written.everything();
    this.#db.exec("DELETE FROM meta WHERE name IN ('published', 'outdated')");
    this.setMeta('generation', String(this.#generation + 1));
  }

  /**
   * Empties it for everything to be made anew while nobody reads, without what only lists need: `finishAnew` brings that in.
   * When it doesn't come to that, the next opening begins anew. Inside the caller's transaction.
   */
  beginAnew(): void {
    // Before the rows go: without triggers SQLite empties a table at once.
    for (const sql of listSql) this.#db.exec(dropSql(sql));
    this.clear();
    this.markOutdated();
  }

  /** The rest of making anew in steps, each for a transaction of the caller's. */
  *finishAnew(): Generator<() => void, void, undefined> {
    yield () => this.board.noteAll();
    while (this.board.behind) yield () => this.board.catchUp();
    for (const sql of listSql) yield () => this.#db.exec(sql);
    yield () => this.#db.exec("DELETE FROM meta WHERE name = 'outdated'");
  }

  /** Notes, in a transaction of its own, that the verdicts are about to be outdated: whoever finds the note makes all anew. */
  markOutdated(): void {
    this.setMeta('outdated', 'yes');
  }

  /** Whether it was left before it was made anew. */
  get outdated(): boolean {
    return this.meta('outdated') !== undefined;
  }

  /** Takes back the marks of what has been published, unless the row changed again meanwhile, and remembers the vector
   * that the commons now show. What was published before the read model was made anew counts for nothing. Inside the
   * caller's transaction. */
  clearPublished(marks: readonly UnpublishedRow[], vector: Vector, generation?: number): void {
    if (generation !== undefined && generation !== this.#generation) return;
    for (const { table_name, key, change } of marks) this.#clearMark.run(table_name, key, change);
    this.setMeta('published', JSON.stringify([...vector]));
  }

  /** Tells, after each commit, which rows of trust and reputation it may have changed. */
  onTouched(listener: (touched: Touched) => void): void {
    this.#touched.tell(listener, this.#rows);
  }

  /** Tells one listener, after each commit, which entries it wrote, new or with another verdict. */
  onWritten(listener: (written: Written) => void): void {
    this.#written.tell(listener, this.#rows);
  }

  /** How often it was made anew. */
  get #generation(): number {
    return Number(this.meta('generation') ?? 0);
  }

  meta(name: string): string | undefined {
    return this.#getMeta.get(name)?.value as string | undefined;
  }

  setMeta(name: string, value: string): void {
    this.#setMeta.run(name, value);
  }

  /** A further reader that sees the read model as it is now until it is closed: for what takes longer than a moment. */
  still(): Reader {
    const reader = this.#file.openReader();
    reader.hold();
    return reader;
  }

  close(): void {
    this.#file.closing();
    this.reader.close();
    this.#db.close();
    this.#file.closed();
  }
}

function snapshotOf(state: State): Snapshot {
  return Object.fromEntries(tableNames.map((name) => [name, state.table(name).list('primary')])) as Snapshot;
}

export type { Head };
