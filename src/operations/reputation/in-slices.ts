import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../domain/reputation/steps.ts';

/** Milliseconds that long work may hold up everything else. */
const slice = 10;

/** Does long work in slices, between which everything else goes on. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + slice;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await setImmediate();
  }
}
