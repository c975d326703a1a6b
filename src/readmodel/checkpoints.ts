import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Checkpointed } from './checkpoint-file.ts';

const entry = import.meta.url.endsWith('.ts') ? './checkpoint-file.ts' : './checkpoint-file.js';

export interface CheckpointOptions {
  path: string;
  /** Makes one in this thread, when the other one is gone. */
  finish: () => void;
  /** Called with what stood in the way of one. It is tried again. */
  failed?: (why: string) => void;
  /** Milliseconds between two: an act touches some 15 pages all over the file, and a rarer one writes each once for many. */
  interval?: number;
  /** Pages in the write-ahead log from which on it has to begin anew. */
  tooLong?: number;
}

/** A checkpoint that took less, in milliseconds, leaves little for the last one, which the writer waits for. */
const short = 40;

/** So often the thread tries to get near the end beside somebody who writes. */
const triesBeside = 4;

/**
 * Brings a read model's write-ahead log into its file on a thread of its own: after a landing that is a lot of
 * writing, which the thread of the acts can't stand still for. As long as somebody writes the thread never
 * comes to its end, and a log that isn't at its end can't begin anew; so when it has grown too long, the thread comes as
 * near as it can, and the writer waits for the rest of it (`settled`).
 */
export class Checkpoints {
  readonly #options: CheckpointOptions;
  readonly #worker: Worker;
  readonly #interval: number;
  #last = performance.now();
  #started = 0;
  #running = false;
  #gone = false;
  #tries = 0;
  /** The next one is taken with nothing written beside it. */
  #alone = false;
  #settled: PromiseWithResolvers<void> | undefined;

  constructor(options: CheckpointOptions) {
    const { path, interval = 2_000 } = options;
    this.#options = options;
    this.#interval = interval;
    this.#worker = new Worker(new URL(entry, import.meta.url), { workerData: path });
    this.#worker.unref();
    this.#worker.on('message', (done: Checkpointed) => this.#ended(done));
    this.#worker.on('error', (error) => {
      this.#gone = true;
      this.#release();
      options.failed?.(String(error));
    });
    this.#worker.on('exit', () => this.#release());
  }

  /** Says that something was written, and that nothing is being written now. */
  written(): void {
    if (this.#running) return;
    if (!this.#alone && performance.now() - this.#last < this.#interval) return;
    if (this.#gone) return this.#finish();
    if (this.#alone) this.#settled = Promise.withResolvers();
    this.#start();
  }

  /** Resolves when something may be written again; undefined when it may be at once. */
  settled(): Promise<void> | undefined {
    return this.#settled?.promise;
  }

  /** Resolves when the thread has let go of the file. */
  async stop(): Promise<void> {
    if (this.#gone) return;
    this.#gone = true;
    const exited = once(this.#worker, 'exit');
    this.#worker.ref();
    this.#worker.postMessage('stop');
    await exited;
  }

  #start(): void {
    this.#running = true;
    this.#started = performance.now();
    this.#worker.postMessage('checkpoint');
  }

  #ended(done: Checkpointed): void {
    const { failed, tooLong = 20_000 } = this.#options;
    const wasAlone = this.#settled !== undefined;
    this.#running = false;
    this.#last = performance.now();
    this.#alone = false;
    this.#release();
    if ('why' in done) return failed?.(done.why);
    if (wasAlone || done.pages < tooLong) {
      this.#tries = 0;
      return;
    }
    this.#tries += 1;
    if (this.#last - this.#started < short || this.#tries >= triesBeside) this.#alone = true;
    else if (!this.#gone) this.#start();
  }

  #release(): void {
    this.#settled?.resolve();
    this.#settled = undefined;
  }

  #finish(): void {
    this.#last = performance.now();
    this.#options.finish();
  }
}
