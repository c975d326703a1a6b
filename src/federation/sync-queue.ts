interface Running<Report> {
  now: Promise<Report>;
  /** The one after it, once somebody asked. */
  next: Promise<Report> | undefined;
}

/**
 * One sync a peer at a time (design section 8): who asks while one runs may want what was written since it began, so they
 * wait for it and then one more runs, which all who asked meanwhile share.
 */
export class SyncQueue<Report> {
  readonly #sync: (peer: string) => Promise<Report>;
  readonly #running = new Map<string, Running<Report>>();

  constructor(sync: (peer: string) => Promise<Report>) {
    this.#sync = sync;
  }

  /** Syncs with a peer after what already runs; the report is of a sync that began after this call. */
  run(peer: string): Promise<Report> {
    const running = this.#running.get(peer);
    if (running === undefined) return this.#start(peer);
    running.next ??= running.now.then(
      () => this.#start(peer),
      () => this.#start(peer),
    );
    return running.next;
  }

  /** Waits until nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.allSettled([...this.#running.values()].map(({ now, next }) => next ?? now));
    }
  }

  #start(peer: string): Promise<Report> {
    const now = this.#sync(peer);
    const entry: Running<Report> = { now, next: undefined };
    this.#running.set(peer, entry);
    const done = (): void => {
      // When another waits, its start has taken this place already or is about to.
      if (this.#running.get(peer) === entry && entry.next === undefined) this.#running.delete(peer);
    };
    now.then(done, done);
    return now;
  }
}
