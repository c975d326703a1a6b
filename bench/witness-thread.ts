import { performance } from 'node:perf_hooks';
import { workerData } from 'node:worker_threads';

/** Entry of the thread that `witness.ts` starts. Milliseconds that it sleeps. */
const sleep = 10;
const latest = workerData as Int32Array<SharedArrayBuffer>;
const nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

for (;;) {
  const start = performance.now();
  Atomics.wait(nobody, 0, 0, sleep);
  const late = Math.round((performance.now() - start - sleep) * 1000);
  if (late > Atomics.load(latest, 0)) Atomics.store(latest, 0, late);
}
