import { Worker } from 'node:worker_threads';
import { VerificationSlots } from './verification-slots.ts';
import type { Begun } from './verification-slots.ts';
import type { Signed } from './verify.ts';

const entry = import.meta.url.endsWith('.ts') ? './verify-on-thread.ts' : './verify-on-thread.js';

/**
 * A thread that verifies one signature after the other, without a word between it and this one: through the thread pool this
 * thread pays a third of a verification for each, to wake another and to be told. Runs from the first one on; one that died isn't
 * replaced, since whatever it died of would come again.
 */
export class VerifyingThread {
  #slots: VerificationSlots | undefined;
  #worker: Worker | undefined;
  #over = false;

  /**
   * Gives it one more to do. Who needs a result that isn't there yet verifies it and tells it. Undefined when there is no room, or no
   * thread any more. `x` is the public key, as in its JWK.
   */
  begin(token: Signed, x: string): Begun | undefined {
    if (this.#over) return undefined;
    this.#slots ??= this.#start();
    return this.#slots.place(token, x);
  }

  close(): void {
    this.#over = true;
    void this.#worker?.terminate();
  }

  #start(): VerificationSlots {
    const slots = new VerificationSlots();
    const worker = new Worker(new URL(entry, import.meta.url), { workerData: slots.memory });
    worker.unref();
    worker.on('error', (error) => process.emitWarning(`the verifying thread died: ${String(error)}`));
    worker.on('exit', () => (this.#over = true));
    this.#worker = worker;
    return slots;
  }
}
