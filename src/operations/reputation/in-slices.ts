import { setImmediate } from 'node:timers/promises';

/** Milliseconds that long work may hold up everything else. */
const slice = 10;

/** Work in steps of some milliseconds each. */
export type Steps<T = void> = Generator<void, T, undefined>;

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

/** Does what is left of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
