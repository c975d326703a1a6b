import type { DatabaseSync } from 'node:sqlite';
import type { Rows, State, TableName } from '../domain/state.ts';
import { BoardReader } from './board-reader.ts';
import { ItemReader } from './item-reader.ts';
import { LinkReader } from './link-reader.ts';
import { Lists } from './lists.ts';
import { LogReader } from './log-reader.ts';
import { PublishedReader } from './published-reader.ts';
import { RecordReader } from './record-reader.ts';
import { resolveId } from './resolve.ts';
import type { Resolved } from './resolve.ts';
import { RigReader } from './rig-reader.ts';
import { StandingReader } from './standing-reader.ts';
import { SignalReader } from './signal-reader.ts';
import { SqliteState } from './state.ts';
import { Statements } from './statements.ts';
import { TrustReader } from './trust-reader.ts';
import { vectorOf } from '../domain/vector.ts';
import type { Vector } from '../domain/vector.ts';

/** The read model as everybody but the writer sees it: committed rows, and no way to change them. */
export class Reader {
  /** `State` for rules that only read; SQLite refuses `put` and `delete` on this connection. */
  readonly state: State;
  readonly board: BoardReader;
  readonly items: ItemReader;
  readonly rigs: RigReader;
  readonly links: LinkReader;
  readonly records: RecordReader;
  readonly trust: TrustReader;
  readonly standing: StandingReader;
  readonly logs: LogReader;
  readonly signals: SignalReader;
  readonly published: PublishedReader;
  readonly #db: DatabaseSync;
  readonly #rows: SqliteState;
  readonly #statements: Statements;
  #holds = 0;

  /** Rows of the tables in `held` stay at hand until `forget`. */
  constructor(db: DatabaseSync, held: readonly TableName[] = []) {
    const state = new SqliteState(db, held);
    const statements = new Statements(db);
    const lists = new Lists(statements, state);
    this.#db = db;
    this.#statements = statements;
    this.state = state;
    this.#rows = state;
    this.board = new BoardReader(statements, state);
    this.items = new ItemReader(lists, state);
    this.rigs = new RigReader(lists, statements, state);
    this.links = new LinkReader(statements, state);
    this.records = new RecordReader(lists);
    this.trust = new TrustReader(statements);
    this.standing = new StandingReader(statements);
    this.logs = new LogReader(lists, statements, state);
    this.signals = new SignalReader(statements);
    this.published = new PublishedReader(statements, state);
  }

  /** Finds what an id, or an unambiguous beginning of one, names. */
  resolve(typed: string): Resolved {
    return resolveId(this.#statements, typed);
  }

  /** All rows of a table in primary-key order, one by one: for tables that don't fit into memory. */
  rows<Name extends TableName>(name: Name): Iterable<Rows[Name]> {
    return this.#rows.rows(name).iterate('primary') as unknown as Iterable<Rows[Name]>;
  }

  /** Heads of all logs, in origin order. */
  vector(): Vector {
    return vectorOf(this.state);
  }

  /** A number that differs whenever something was committed in between: what was read at the same number is still true. */
  version(): number {
    return this.#statements.get<[number]>('PRAGMA data_version')?.[0] ?? 0;
  }

  /** Rows that are at hand have changed. */
  forget(): void {
    this.#rows.forget();
  }

  /** Runs `fn` inside one read transaction, so that all that it reads belongs together. */
  snapshot<T>(fn: () => T): T {
    this.hold();
    try {
      return fn();
    } finally {
      this.release();
    }
  }

  /** Keeps what is visible now until as many calls of `release`. */
  hold(): void {
    this.#holds += 1;
    if (this.#holds > 1) return;
    this.#db.exec('BEGIN');
    this.#statements.get('SELECT 1 FROM meta');
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds === 0) this.#db.exec('COMMIT');
  }

  close(): void {
    this.#db.close();
  }
}
