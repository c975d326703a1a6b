/** Long work in short steps: whoever runs it decides when to let others in. */
export type Steps<T = void> = Generator<undefined, T, undefined>;

/** Counts work of some ten nanoseconds each, and says when a step is long enough: about a millisecond. */
export class Pace {
  static readonly #step = 50_000;
  #done = 0;

  /** Adds work that was done; whether it is time to yield. */
  did(work: number): boolean {
    this.#done += work + 1;
    if (this.#done < Pace.#step) return false;
    this.#done = 0;
    return true;
  }
}

/** Does it all at once: for little data, and where nobody waits. */
export function runAll<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
