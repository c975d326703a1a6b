import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Milliseconds between two; an act touches some 15 pages all over the file, so that rarer ones write a page once for many
 * acts. */
const interval = 2_000;

const entry = import.meta.url.endsWith('.ts') ? './checkpoint-file.ts' : './checkpoint-file.js';

export interface CheckpointOptions {
  /** Called with what stood in the way of one. It is tried again. */
  failed?: (why: string) => void;
}

/**
 * Brings a read model's write-ahead log into its file on a thread of its own: after a landing that is half a second of writing
 * and waiting for the disk, which the thread of the acts can't stand still for.
 */
export class Checkpoints {
  readonly #worker: Worker;
  #last = performance.now();
  #running = false;
  #stopped = false;

  constructor(path: string, options: CheckpointOptions = {}) {
    this.#worker = new Worker(new URL(entry, import.meta.url), { workerData: path });
    this.#worker.unref();
    this.#worker.on('message', (why: string | undefined) => {
      this.#running = false;
      this.#last = performance.now();
      if (why !== undefined) options.failed?.(why);
    });
    this.#worker.on('error', (error) => {
      this.#stopped = true;
      options.failed?.(String(error));
    });
  }

  /** Says that something was written. */
  written(): void {
    if (this.#running || this.#stopped || performance.now() - this.#last < interval) return;
    this.#running = true;
    this.#worker.postMessage('checkpoint');
  }

  /** Resolves when the thread has let go of the file. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const exited = once(this.#worker, 'exit');
    this.#worker.postMessage('stop');
    await exited;
  }
}
