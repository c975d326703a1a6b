import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work on the main thread after which whatever else the node has to do comes in between. */
const longest = 5;

/** Paces long work: `if (breath.due) await breath.take()`. */
export class Breath {
  #since = performance.now();

  get due(): boolean {
    return performance.now() - this.#since > longest;
  }

  /** Lets in what waits. */
  async take(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
