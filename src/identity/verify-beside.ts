import { Worker } from 'node:worker_threads';
import { VerificationSlots } from './verification-slots.ts';
import type { Begun } from './verification-slots.ts';
import type { Signed } from './verify.ts';

const entry = import.meta.url.endsWith('.ts') ? './verifying-thread.ts' : './verifying-thread.js';

/** Of the whole process, as its thread pool is. */
let slotsOfThread: VerificationSlots | undefined;

/**
 * Has one thread verify, one signature after the other, without a word between the two: through the thread pool this thread
 * pays a third of a verification for each, to wake another and to be told. Who needs a result that isn't there yet verifies it and
 * tells it. Undefined when there is no room. `x` is the public key, as in its JWK.
 */
export function verifyBeside(token: Signed, x: string): Begun | undefined {
  slotsOfThread ??= start();
  return slotsOfThread.place(token, x);
}

function start(): VerificationSlots {
  const slots = new VerificationSlots();
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: slots.memory });
  worker.unref();
  // Whatever it died of, what it had begun is verified by who needs it, and the next thread begins with empty slots.
  worker.on('error', () => undefined);
  worker.on('exit', () => (slotsOfThread = undefined));
  return slots;
}
