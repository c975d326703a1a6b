import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { closeHead } from '../domain/project/append.ts';
import type { State } from '../domain/state.ts';
import { isDiskFull, WastelandError } from '../errors.ts';
import type { PrivateKey } from '../identity/keys.ts';
import type { Log } from '../log.ts';
import type { ReadModel } from '../readmodel/read-model.ts';
import { ActsInHand } from './acts-in-hand.ts';
import { AssumptionFailed, Assumptions } from './assumptions.ts';
import {
  addReceipts,
  announce,
  answerAll,
  answerReady,
  appendedBy,
  describeOwn,
  judgeBatch,
  noteAttempt,
} from './batch.ts';
import type { Judged, Outcome, Waiting } from './batch.ts';
import { BoardTurns } from './board-turns.ts';
import { signCheckpoint } from './checkpoints.ts';
import { authorOf } from './author.ts';
import { commitOwnRows } from './commit.ts';
import { Company } from './company.ts';
import type { Connector, DoltConnection } from './connection.ts';
import type { DiskRoom } from './disk-room.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { Pending } from './proposals.ts';
import type { Proposal } from './proposals.ts';
import { WriterQueue } from './queue.ts';
import type { Progress } from './replay.ts';
import { LedgerSession, UnknownOutcome } from './session.ts';
import type { TurnWork } from './session.ts';
import { Signatures } from './signatures.ts';
import { SliceSize } from './slices.ts';
import { keepCheckpoint } from './take-entries.ts';
import { waitForClock } from './wait-for-clock.ts';

export type { Outcome } from './batch.ts';
export type { Logged, Proposal } from './proposals.ts';

export interface WriterOptions {
  /** This node's id: the one log that it extends. */
  origin: string;
  /** The key that speaks for the node after all that a state holds of that log: a checkpoint is verified with it. */
  keyAt: (state: State) => PrivateKey;
  readModel: ReadModel;
  /** The public Dolt server. */
  server: Connector;
  clock: Clock;
  log: Log;
  onProgress?: Progress;
  /** Proposals that may share a commit, and how many may wait. */
  limits?: { batch: number; waiting: number };
  /** How long an act waits for a lost ledger before it is refused with `unavailable`, in milliseconds. */
  patience?: number;
  /** The disk that ledger and read model are on. */
  room?: Pick<DiskRoom, 'check' | 'met'>;
}

/** What a job with a turn of its own may do. */
export interface WriterIo {
  /** One transaction of the read model, with what it writes to the ledger; `UnknownOutcome` when that failed halfway. */
  turn<T>(work: (state: State) => TurnWork<T> | Promise<TurnWork<T>>): Promise<T>;
}

export interface WriterStatus {
  waiting: number;
  connected: boolean;
  /** Why writes are refused at present. */
  blocked?: string;
  /** Ledger commits and entries written since the start. */
  commits: number;
  entries: number;
}

interface Done {
  judged: Judged[];
  checkpoint: string;
  appended: number;
}

const retryPause = 100;
/** Between tries while no act waits, in milliseconds. */
const takeUpPause = 2_000;
const lockSeconds = 3;
const attempts = 5;
/** Milliseconds after an act in which more are likely to come. */
const busyTime = 1_000;
/** A node that shuts down has ten seconds for everything. */
const drainPatience = 3_000;

/**
 * The one writer (design section 6): everything that changes the ledger or the read model goes through its queue, and what
 * waits together shares one commit.
 */
export class Writer {
  readonly origin: string;
  readonly author: string;
  readonly signatures = new Signatures();
  readonly acts = new ActsInHand();
  /** What makes Dolt work for long: slices of a landing, publications. Beside one of them an act comes through, not beside two. */
  readonly heavy = new OneAtATime();
  /** Of landings, which learn from each other how much this machine takes in one turn. */
  readonly slices = new SliceSize();
  readonly #options: WriterOptions;
  readonly #session: LedgerSession;
  readonly #queue: WriterQueue<Waiting>;
  readonly #company = new Company();
  readonly #board: BoardTurns;
  readonly #patience: number;
  readonly #listeners: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #blocked: WastelandError | undefined;
  #closed = false;
  #lostSince: number | undefined;
  #proposedAt = -Infinity;
  #commits = 0;
  #entries = 0;

  constructor(options: WriterOptions) {
    this.origin = options.origin;
    this.author = authorOf(options.origin);
    this.#options = options;
    this.#queue = new WriterQueue(options.limits ?? { batch: 128, waiting: 2_000 });
    this.#patience = options.patience ?? 20_000;
    this.#session = new LedgerSession({ ...options, signatures: this.signatures, onLost: () => void this.#takeUp() });
    const turn = (work: () => void) => this.exclusive((io) => io.turn(() => ({ value: work() })));
    this.#board = new BoardTurns({ ...options, turn });
  }

  /** The writer's own view, uncommitted rows included: good for hints, judged again in a turn. */
  get state(): State {
    return this.#session.state;
  }

  /** Takes the lock and brings the read model to the ledger; throws `already_running` when another node has the lock. */
  async open(): Promise<void> {
    await this.#session.open(lockSeconds);
  }

  /**
   * Logs a proposal's tokens, all or none. Resolves once they are durable in the ledger and readers see them, or just before they do
   * where `meanwhile` has made the answer ready; rejects with the code of what stands against it, or `unavailable` when it isn't
   * known whether it was logged: proposing again is safe.
   */
  async propose(proposal: Proposal): Promise<Outcome> {
    return await this.acts.during(async () => await this.#propose(proposal));
  }

  /** Gives a job a turn of its own, with nothing else writing meanwhile: landings, and the publisher's marks. */
  async exclusive<T>(job: (io: WriterIo) => Promise<T>): Promise<T> {
    if (this.#closed) throw closing();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#queue.pushJob(async () => {
      try {
        await this.#connected();
        resolve(await job({ turn: (work) => this.#session.turn(work) }));
      } catch (error) {
        reject(error instanceof UnknownOutcome ? this.#failure(error) : error);
      }
    });
    this.#start();
    return await promise;
  }

  /** Resolves once the board shows every item as it stands now; soon in any case. */
  async boardCurrent(): Promise<void> {
    await this.#board.current();
  }

  /** Inside a turn: brings the board up a part of the way when it is far behind; false when it isn't. */
  keepBoardNear(): boolean {
    return this.#options.readModel.board.keepNear();
  }

  /** Refuses every proposal with this error until called with undefined: a clock that is wrong, a copy just restored. */
  block(error: WastelandError | undefined): void {
    this.#blocked = error;
  }

  /** Takes up a lost session again, also while nobody writes; acts that come meanwhile wait for it. */
  async reconnect(): Promise<void> {
    this.#lostSince = undefined;
    await this.exclusive(() => Promise.resolve());
  }

  /** Throws `disk_full` while there is no room on the disk. */
  checkRoom(): void {
    this.#options.room?.check();
  }

  /** Calls back after each commit that appended or landed something. */
  onCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Counts a ledger commit, and tells those who wait for one. */
  committed(entries: number): void {
    this.#board.soon();
    this.#commits += 1;
    this.#entries += entries;
    for (const listener of this.#listeners) listener();
  }

  /** Whether acts come in these moments. */
  get busy(): boolean {
    return performance.now() - this.#proposedAt < busyTime;
  }

  /** Grows with every change of the read model: what is the same shows that readers see what they saw. */
  get changes(): number {
    return this.#session.changes;
  }

  status(): WriterStatus {
    return {
      waiting: this.#queue.length,
      connected: this.#session.ready,
      ...(this.#blocked === undefined ? {} : { blocked: this.#blocked.code }),
      commits: this.#commits,
      entries: this.#entries,
    };
  }

  /** Takes nothing more, finishes what waits, and gives the lock back. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#board.stop();
    while (this.#running !== undefined) await this.#running;
    this.signatures.close();
    await this.#session.close();
  }

  async #propose(proposal: Proposal): Promise<Outcome> {
    this.#checkOpen();
    this.#queue.checkRoom();
    this.#proposedAt = performance.now();
    const alone = !this.#company.several;
    const beginning = this.signatures.begin(this.#session.state, this.origin, proposal.tokens, { alone });
    // What can't be verified ahead is when it is judged.
    const begun = beginning.catch(() => undefined);
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    this.#queue.pushItem({ proposal, begun, resolve, reject, attempted: new Set() });
    this.#start();
    return await promise;
  }

  #checkOpen(): void {
    if (this.#closed) throw closing();
    if (this.#blocked !== undefined) throw this.#blocked;
    this.checkRoom();
  }

  #start(): void {
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // Callers of one moment come together: the first doesn't set off alone.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      if (this.#queue.batchIsNext) {
        await this.#company.gather(() => this.#queue.acts);
      } else {
        // A job may take long without a pause, and one follows the other: before each, whoever asks this node something comes in.
        await breathe();
      }
      const turn = this.#queue.take();
      if (turn?.kind === 'job') await turn.job();
      else if (turn?.kind === 'batch') {
        await this.#write(turn.items);
        this.#company.met(turn.items.length + this.#queue.acts.waiting);
      }
    }
    this.#running = undefined;
  }

  /** Answers each of them, whatever happens. */
  async #write(batch: Waiting[]): Promise<void> {
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await this.#connected();
          await Promise.all(batch.map(({ begun }) => begun));
          const done = await this.#commit(batch);
          answerAll(done.judged, done.checkpoint);
          if (done.appended > 0) this.committed(done.appended);
          return;
        } catch (error) {
          if (!(error instanceof UnknownOutcome) || attempt === attempts) throw error;
          if (isDiskFull(error)) this.#options.room?.met();
          this.#options.log.warn(
            { err: error.cause, acts: batch.length },
            'a commit with unknown outcome is looked up',
          );
        }
      }
    } catch (error) {
      if (!(error instanceof WastelandError)) this.#options.log.error({ err: error }, 'acts could not be written');
      const failure = error instanceof WastelandError ? error : this.#failure(error);
      for (const { reject } of batch) reject(failure);
    }
  }

  async #commit(batch: Waiting[]): Promise<Done> {
    const { clock } = this.#options;
    const last = this.#lastTime(this.#session.state);
    await waitForClock(clock, last);
    try {
      const assumptions = new Assumptions(this.signatures);
      return await this.#session.turn((state) => this.#judge(batch, state, assumptions));
    } catch (error) {
      if (!(error instanceof AssumptionFailed)) throw error;
      // Once, and this time without assuming anything.
      return await this.#session.turn((state) => this.#judge(batch, state, undefined));
    }
  }

  #judge(batch: Waiting[], state: State, assumptions: Assumptions | undefined): TurnWork<Done> {
    const { clock, keyAt, readModel } = this.#options;
    const loggedAt = Math.max(clock.now(), this.#lastTime(state));
    const pending = new Pending(state);
    const { valid } = assumptions ?? this.signatures;
    const context = { state, origin: this.origin, loggedAt, valid, pending };
    const judged = judgeBatch(batch, readModel, context);
    assumptions?.confirm();
    const entries = appendedBy(judged);
    const before = state.table('logs').get(this.origin)?.checkpoint ?? '';
    const done: Done = { judged, checkpoint: before, appended: entries.length };
    if (entries.length === 0) return { value: done };
    noteAttempt(judged);
    const head = closeHead(state, this.origin);
    if (head === undefined) throw new Error('entries were judged and no log has them');
    pending.applyDocument();
    done.checkpoint = signCheckpoint(keyAt(state), head, loggedAt);
    const rows = { entries, head: { ...head, checkpoint: done.checkpoint } };
    const meanwhile = (): void => {
      pending.apply();
      keepCheckpoint(state, this.origin, done.checkpoint);
      addReceipts(judged, state, this.origin);
      announce(judged, done.checkpoint);
    };
    const write = async (connection: DoltConnection): Promise<void> => {
      await commitOwnRows(connection, rows, describeOwn(entries), meanwhile);
      await answerReady(judged, done.checkpoint);
    };
    return { value: done, write };
  }

  #lastTime(state: State): number {
    return state.table('logs').get(this.origin)?.logged_at ?? 0;
  }

  /** Takes a lost session up without waiting for an act: until then the node isn't ready, and who isn't ready gets none. */
  async #takeUp(): Promise<void> {
    while (!this.#closed && !this.#session.ready) {
      const nothing = this.exclusive(() => Promise.resolve());
      await nothing.catch(() => delay(takeUpPause, undefined, { ref: false }));
    }
  }

  /** Takes up a lost session again; gives up, for this turn, once the ledger has been away too long. */
  async #connected(): Promise<void> {
    if (this.#session.ready) return;
    this.checkRoom();
    const since = (this.#lostSince ??= performance.now());
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#session.open(lockSeconds);
        this.#lostSince = undefined;
        return;
      } catch (error) {
        if (isDiskFull(error)) throw this.#failure(error);
        if (attempt === 1) this.#options.log.warn({ err: error }, 'the ledger is away; acts wait for it');
        const patience = this.#closed ? Math.min(this.#patience, drainPatience) : this.#patience;
        if (performance.now() - since > patience) throw this.#failure(error);
        this.checkRoom();
        await delay(retryPause);
      }
    }
  }

  /** What a failure of the ledger or the read model is for those who wait. */
  #failure(cause: unknown): WastelandError {
    if (!isDiskFull(cause)) return unavailable(cause);
    this.#options.room?.met();
    return new WastelandError('disk_full', 'the disk of this node is full', { cause });
  }
}

function closing(): WastelandError {
  return new WastelandError('unavailable', 'the node is shutting down');
}

function unavailable(cause: unknown): WastelandError {
  return new WastelandError('unavailable', "the ledger can't be reached; try again in a moment", { cause });
}
