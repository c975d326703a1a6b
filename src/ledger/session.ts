import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ReadModel } from '../readmodel/read-model.ts';
import { commitByCommit } from './commit.ts';
import { DoltConnection } from './connection.ts';
import type { Connector } from './connection.ts';
import { writerLock } from './dolt/takeover.ts';
import { catchUp } from './replay.ts';
import type { Progress } from './replay.ts';
import type { Signatures } from './signatures.ts';

/** What a turn did in the read model's open transaction, and what must stand in the ledger before that is committed. */
export interface TurnWork<T> {
  value: T;
  write?: (connection: DoltConnection) => Promise<void>;
}

/** The ledger may or may not hold what a turn wrote: nothing may be answered or numbered before it has been read. */
export class UnknownOutcome extends Error {
  constructor(cause: unknown) {
    super('the ledger connection failed during a commit', { cause });
    this.name = 'UnknownOutcome';
  }
}

export interface SessionOptions {
  readModel: ReadModel;
  /** The public Dolt server. */
  server: Connector;
  signatures: Signatures;
  log: Log;
  onProgress?: Progress;
  /** Called when the connection is gone, whatever the reason. */
  onLost?: () => void;
}

/** The one connection that writes the ledger, together with the read model that follows it. */
export class LedgerSession {
  readonly #options: SessionOptions;
  #connection: DoltConnection | undefined;
  /** The session before, which may still be at work in the server. */
  #previous: number | undefined;

  /** Grows with every change of the read model. */
  changes = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#connection?.alive === true;
  }

  get state(): State {
    return this.#options.readModel.state;
  }

  /**
   * Connects, takes the lock, and brings the read model to what the ledger holds; only then is anything known.
   * Waits so many seconds for a lock that another session holds, then throws `already_running`.
   */
  async open(waitSeconds: number): Promise<void> {
    this.#connection?.abandon();
    this.#connection = undefined;
    const connection = await DoltConnection.open(this.#options.server, 'ledger', { multipleStatements: true });
    try {
      await this.#lock(connection, waitSeconds);
      await this.#dropUncommitted(connection);
      // Once a session was open, the read model is read.
      await catchUp(connection, { ...this.#options, unread: this.#previous === undefined });
      await connection.run(commitByCommit);
      this.changes += 1;
    } catch (error) {
      await connection.close();
      throw error;
    }
    this.#previous = connection.id;
    this.#connection = connection;
    void connection.ended.then(() => this.#options.onLost?.());
  }

  /**
   * One turn: the work happens in a transaction of the read model, then its rows are written to the ledger, and only
   * then is the transaction committed. Throws `UnknownOutcome` once writing has begun and failed.
   */
  async turn<T>(work: (state: State) => TurnWork<T> | Promise<TurnWork<T>>): Promise<T> {
    const connection = this.#connection;
    if (connection?.alive !== true) throw new UnknownOutcome('not connected');
    const { readModel } = this.#options;
    readModel.begin();
    let done: TurnWork<T>;
    try {
      done = await work(readModel.state);
    } catch (error) {
      readModel.rollback();
      throw error;
    }
    try {
      await done.write?.(connection);
      readModel.commit();
      this.changes += 1;
    } catch (error) {
      readModel.rollback();
      // Its transaction, its branch and its lock are in doubt, whatever the error was: the next session begins by reading.
      connection.abandon();
      throw new UnknownOutcome(error);
    }
    return done.value;
  }

  /** Gives the lock back. */
  async close(): Promise<void> {
    await this.#connection?.close();
    this.#connection = undefined;
  }

  /** A session keeps its lock until its last statement has ended, so whoever has the lock reads a ledger at rest. */
  async #lock(connection: DoltConnection, waitSeconds: number): Promise<void> {
    if (await connection.lock(writerLock, waitSeconds)) return;
    if (this.#previous !== undefined && this.#previous !== connection.id) {
      await connection.run(`KILL ${this.#previous}`).catch(() => undefined);
      if (await connection.lock(writerLock, waitSeconds)) return;
    }
    throw new WastelandError('already_running', 'another node is running on this ledger: it holds the writer lock');
  }

  /** What stands in the working set without a commit was never answered and isn't ours to commit. */
  async #dropUncommitted(connection: DoltConnection): Promise<void> {
    const dirty = await connection.rows<{ table_name: string }>('SELECT table_name FROM dolt_status');
    if (dirty.length === 0) return;
    this.#options.log.warn({ tables: dirty.map((row) => row.table_name) }, 'uncommitted changes in the ledger dropped');
    await connection.run("CALL DOLT_RESET('--hard')");
  }
}
