import { WastelandError } from '../errors.ts';

/** What waits for the writer: things that may share a commit, and jobs that need a turn of their own. */
export type Turn<Item> = { kind: 'batch'; items: Item[] } | { kind: 'job'; job: () => Promise<void> };

export interface QueueLimits {
  /** Items in one batch. */
  batch: number;
  /** Items and jobs that may wait at all. */
  waiting: number;
}

/** First come, first served; neighbours that may share a commit come out together. */
export class WriterQueue<Item> {
  readonly #limits: QueueLimits;
  #waiting: ({ item: Item } | { job: () => Promise<void> })[] = [];

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length;
  }

  get batchIsNext(): boolean {
    const first = this.#waiting[0];
    return first !== undefined && 'item' in first;
  }

  /** Refuses with `unavailable` once too much waits already, those included that are on their way. */
  checkRoom(coming: number): void {
    if (this.#waiting.length + coming >= this.#limits.waiting) {
      throw new WastelandError('unavailable', 'too many acts are waiting to be written; try again in a moment');
    }
  }

  pushItem(item: Item): void {
    this.#waiting.push({ item });
  }

  pushJob(job: () => Promise<void>): void {
    this.#waiting.push({ job });
  }

  /** What is next, or undefined when nothing waits. */
  take(): Turn<Item> | undefined {
    const first = this.#waiting[0];
    if (first === undefined) return undefined;
    if ('job' in first) {
      this.#waiting.shift();
      return { kind: 'job', job: first.job };
    }
    const items: Item[] = [];
    for (const waiting of this.#waiting) {
      if (!('item' in waiting) || items.length === this.#limits.batch) break;
      items.push(waiting.item);
    }
    this.#waiting = this.#waiting.slice(items.length);
    return { kind: 'batch', items };
  }
}
