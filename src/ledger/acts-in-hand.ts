/** The acts that somebody waits for, from when they come until they are answered: what nobody waits for stands back meanwhile. */
export class ActsInHand {
  #count = 0;
  #answered = Promise.withResolvers<void>();

  get any(): boolean {
    return this.#count > 0;
  }

  /** Resolves when none is left. */
  get answered(): Promise<void> {
    return this.any ? this.#answered.promise : Promise.resolve();
  }

  /** Counts an act until `work` has ended, however it does. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
      if (!this.any) this.#allAnswered();
    }
  }

  #allAnswered(): void {
    this.#answered.resolve();
    this.#answered = Promise.withResolvers();
  }
}
