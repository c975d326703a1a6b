import { Worker } from 'node:worker_threads';

/** Milliseconds of lateness that the machine's ordinary work may cost a thread: less is not told. */
const ordinary = 30;

/**
 * A thread that does nothing but wake: where it is late too, something held up more than the node that is measured: the host,
 * which may pause this machine without counting that as stolen, or everybody who wants the same processors.
 */
export class Witness {
  /** One number: microseconds that it was late at most since it was asked last. */
  readonly #latest = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor() {
    // Ends with the process, and keeps none that failed.
    new Worker(new URL('./witness-thread.ts', import.meta.url), { workerData: this.#latest }).unref();
  }

  /** A line about the time since the last call, where it was late by more than is ordinary. */
  sinceLast(): string | undefined {
    const late = Atomics.exchange(this.#latest, 0, 0) / 1000;
    if (late <= ordinary) return undefined;
    return `     a thread that only wakes was late by up to ${late.toFixed(0)} ms meanwhile`;
  }
}
