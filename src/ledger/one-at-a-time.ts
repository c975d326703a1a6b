/** Work of which one piece at a time is enough, first come, first served: together they would only take longer. */
export class OneAtATime {
  #last: Promise<void> = Promise.resolve();
  #pending = 0;

  /** Whether anything runs or waits. */
  get busy(): boolean {
    return this.#pending > 0;
  }

  /** Runs `work` once all that came before has ended, however it did. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    this.#pending += 1;
    await before;
    try {
      return await work();
    } finally {
      this.#pending -= 1;
      resolve();
    }
  }
}
