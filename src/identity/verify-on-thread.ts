import { workerData } from 'node:worker_threads';
import { VerificationSlots } from './verification-slots.ts';
import { verifyBytes } from './verify.ts';

/** Entry of the thread that `verifying-thread.ts` starts. */
const slots = new VerificationSlots(workerData as SharedArrayBuffer);

for (;;) {
  const open = slots.take();
  open.tell(verifyBytes(open.text, open.signature, open.x));
}
