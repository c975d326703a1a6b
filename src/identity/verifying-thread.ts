import { workerData } from 'node:worker_threads';
import { VerificationSlots } from './verification-slots.ts';
import { verifyBytes } from './verify.ts';

/** Entry of the thread that `verify-beside.ts` starts. */
const slots = new VerificationSlots(workerData as SharedArrayBuffer);

for (;;) {
  const taken = slots.take();
  taken.tell(verifyBytes(taken.text, taken.signature, taken.x));
}
