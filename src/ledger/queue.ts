import { WastelandError } from '../errors.ts';

/** What waits for the writer: things that may share a commit, and jobs that need a turn of their own. */
export type Turn<Item> = { kind: 'batch'; items: Item[] } | { kind: 'job'; job: () => Promise<void> };

export interface QueueLimits {
  /** Items in one batch. */
  batch: number;
  /** Items and jobs that may wait at all. */
  waiting: number;
}

/**
 * Two lines, each first come, first served. Acts go before jobs, since somebody waits for each and few take long; after acts a
 * job has its turn, so that many acts can't keep it waiting. Neighbours that may share a commit come out together.
 */
export class WriterQueue<Item> {
  readonly #limits: QueueLimits;
  #items: Item[] = [];
  readonly #jobs: (() => Promise<void>)[] = [];
  #batchWasLast = false;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#items.length + this.#jobs.length;
  }

  /** How many acts wait, and whether they fill a batch. */
  get acts(): { waiting: number; full: boolean } {
    return { waiting: this.#items.length, full: this.#items.length >= this.#limits.batch };
  }

  get batchIsNext(): boolean {
    return this.#items.length > 0 && !(this.#batchWasLast && this.#jobs.length > 0);
  }

  /** Refuses with `unavailable` once too much waits already. */
  checkRoom(): void {
    if (this.length >= this.#limits.waiting) {
      throw new WastelandError('unavailable', 'too many acts are waiting to be written; try again in a moment');
    }
  }

  pushItem(item: Item): void {
    this.#items.push(item);
  }

  pushJob(job: () => Promise<void>): void {
    this.#jobs.push(job);
  }

  /** What is next, or undefined when nothing waits. */
  take(): Turn<Item> | undefined {
    if (this.batchIsNext) {
      const items = this.#items.slice(0, this.#limits.batch);
      this.#items = this.#items.slice(items.length);
      this.#batchWasLast = true;
      return { kind: 'batch', items };
    }
    const job = this.#jobs.shift();
    if (job === undefined) return undefined;
    this.#batchWasLast = false;
    return { kind: 'job', job };
  }
}
