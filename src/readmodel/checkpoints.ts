import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Checkpointed } from './checkpoint-file.ts';

const entry = import.meta.url.endsWith('.ts') ? './checkpoint-file.ts' : './checkpoint-file.js';

export interface CheckpointOptions {
  path: string;
  /** Makes one in this thread: of what came since the last one, with nothing written in between. */
  finish: () => void;
  /** Called with what stood in the way of one. It is tried again. */
  failed?: (why: string) => void;
  /** Milliseconds between two: an act touches some 15 pages all over the file, and a rarer one writes each once for many. */
  interval?: number;
  /** Pages in the write-ahead log from which on its rest is taken at once, so that it can begin anew. */
  tooLong?: number;
}

/**
 * Brings a read model's write-ahead log into its file on a thread of its own: after a landing that is half a second of writing
 * and waiting for the disk, which the thread of the acts can't stand still for.
 */
export class Checkpoints {
  readonly #options: CheckpointOptions;
  readonly #worker: Worker;
  readonly #interval: number;
  #last = performance.now();
  #running = false;
  #gone = false;
  /** As long as somebody writes, the thread never comes to its end. */
  #endless = false;

  constructor(options: CheckpointOptions) {
    const { path, failed, interval = 2_000, tooLong = 20_000 } = options;
    this.#options = options;
    this.#interval = interval;
    this.#worker = new Worker(new URL(entry, import.meta.url), { workerData: path });
    this.#worker.unref();
    this.#worker.on('message', (done: Checkpointed) => {
      this.#running = false;
      this.#last = performance.now();
      if ('why' in done) failed?.(done.why);
      else this.#endless = done.pages >= tooLong;
    });
    this.#worker.on('error', (error) => {
      this.#gone = true;
      failed?.(String(error));
    });
  }

  /** Says that something was written, and that nothing is being written now. */
  written(): void {
    if (this.#endless) this.#finish();
    if (this.#running || performance.now() - this.#last < this.#interval) return;
    if (this.#gone) return this.#finish();
    this.#running = true;
    this.#worker.postMessage('checkpoint');
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

  #finish(): void {
    this.#endless = false;
    this.#last = performance.now();
    this.#options.finish();
  }
}
