/** A job that begins again only when its last run has ended: a turn that comes too early is passed over. */
export class Repeated {
  readonly #job: () => Promise<unknown>;
  readonly #failed: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #ended = false;

  constructor(job: () => Promise<unknown>, failed: (error: unknown) => void) {
    this.#job = job;
    this.#failed = failed;
  }

  begin(): void {
    if (this.#running !== undefined || this.#ended) return;
    this.#running = this.#job()
      .then(() => undefined, this.#failed)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Begins no more; resolves when what runs has ended. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#running;
  }
}
