import { setImmediate } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { ReadModel } from '../readmodel/read-model.ts';

/** Milliseconds from an act until the board is brought up, and that a reader waits for it. */
const pause = 250;
const patience = 250;

export interface BoardTurnsOptions {
  readModel: ReadModel;
  /** Runs one transaction of the read model as a turn of the writer. */
  turn: (work: () => void) => Promise<void>;
  log: Log;
}

/** Brings the board up to the items, in turns of the writer, so that acts come in between: before a list is read, and soon
 * after acts. */
export class BoardTurns {
  readonly #options: BoardTurnsOptions;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BoardTurnsOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the board shows every item as it stands now, or after 250 ms: while the ledger is away, or much lands, an
   * older board is a better answer than none.
   */
  async current(): Promise<void> {
    const { board } = this.#options.readModel.reader;
    // After a start, in parts, so that acts come in between here too.
    while (board.load()) await setImmediate();
    if (!board.behind) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patience);
    void this.#catchUp().then(resolve);
    await promise;
    clearTimeout(timer);
  }

  /** After an act: once for all that come meanwhile, so that few wait when a list is read. */
  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#catchUp();
    }, pause).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** All who ask meanwhile share its turns. */
  #catchUp(): Promise<void> {
    this.#running ??= this.#takeTurns().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #takeTurns(): Promise<void> {
    const { readModel, turn, log } = this.#options;
    try {
      while (readModel.reader.board.behind) await turn(() => readModel.board.catchUp());
    } catch (error) {
      // An act or a landing meets the same trouble and tells it; the next reader tries again.
      log.debug({ err: error }, 'the board could not be brought up');
    }
  }
}
