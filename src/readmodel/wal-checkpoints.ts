import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

const entry = import.meta.url.endsWith('.ts') ? './wal-checkpoint-thread.ts' : './wal-checkpoint-thread.js';

/** Pages in the write-ahead log from which on they are brought into the file. */
const enough = 4_000;

/** Pages that a commit brings in itself: what came since the thread began, in a few milliseconds. */
const few = 1_000;

/** Bytes that the log keeps after it had to grow beside a long reader. */
const kept = 64_000_000;

/** Milliseconds after which a thread that doesn't end what it is at is given up. */
const patience = 5_000;

/** What the thread is at, in the memory that it shares with this one. */
export const phases = { idle: 0, asked: 1, working: 2, closed: 3 } as const;

/** What the thread is started with. */
export interface WalCheckpointWork {
  path: string;
  /** One number, of `phases`. */
  phase: Int32Array<SharedArrayBuffer>;
}

interface WalState {
  /** Pages in the log, and how many of them stand in the file too. */
  log: number;
  checkpointed: number;
}

/**
 * Brings SQLite's write-ahead log into its file (a checkpoint, which is no checkpoint of an origin's log) on a thread of its own,
 * while the next turns go on. SQLite does it at the end of a commit, where everybody waits 15 to 35 ms for it; that way is left
 * for a log that has grown three times as long, and for the last few pages: only a log that stands in the file as a whole begins
 * anew.
 */
export class WalCheckpoints {
  readonly #path: string;
  readonly #state: StatementSync;
  readonly #finish: StatementSync;
  readonly #phase = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #worker: Worker | undefined;

  /** `db` is a connection to the file that is in no transaction when it has `committed`. */
  constructor(db: DatabaseSync, path: string) {
    db.exec(`PRAGMA wal_autocheckpoint = ${3 * enough}; PRAGMA journal_size_limit = ${kept}`);
    this.#path = path;
    this.#state = db.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#finish = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** After a commit. */
  committed(): void {
    const { log, checkpointed } = this.#state.get() as unknown as WalState;
    if (log < enough || log === checkpointed || Atomics.load(this.#phase, 0) !== phases.idle) return;
    if (log - checkpointed <= few) {
      this.#finish.get();
      return;
    }
    Atomics.store(this.#phase, 0, phases.asked);
    this.#worker ??= this.#start();
    this.#worker.postMessage(undefined);
  }

  /** Before the file is closed: once this returns nothing more is written from there. */
  close(): void {
    if (Atomics.compareExchange(this.#phase, 0, phases.asked, phases.closed) === phases.working) {
      Atomics.wait(this.#phase, 0, phases.working, patience);
    }
    Atomics.store(this.#phase, 0, phases.closed);
    void this.#worker?.terminate();
  }

  #start(): Worker {
    const work: WalCheckpointWork = { path: this.#path, phase: this.#phase };
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: work });
    worker.unref();
    // Whatever it died of: the next commit starts another, and SQLite's own way is there too.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#worker = undefined;
      if (Atomics.load(this.#phase, 0) !== phases.closed) Atomics.store(this.#phase, 0, phases.idle);
    });
    return worker;
  }
}
