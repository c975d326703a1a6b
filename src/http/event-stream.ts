import type { ServerResponse } from 'node:http';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Happenings } from '../operations/happenings/happenings.ts';
import { passes, passesAll } from '../operations/happenings/filter.ts';
import type { HappeningFilter } from '../operations/happenings/filter.ts';
import type { Page } from '../operations/happenings/told.ts';
import { endFrame, frameOf, framesOf } from './event-frames.ts';

export interface StreamLimits {
  /** Bytes that may wait for one reader. */
  waiting: number;
  /** Milliseconds that a reader who can't keep up has to take what was written, the last word too. */
  patience: number;
}

export const defaultStreamLimits: StreamLimits = { waiting: 512 * 1024, patience: 30_000 };

/** One reader's stream: first what it has missed, at its own pace, then what happens. */
export class EventStream {
  readonly #raw: ServerResponse;
  readonly #happenings: Happenings;
  readonly #filter: HappeningFilter;
  readonly #limits: StreamLimits;
  #lastId = '0';
  /** The place up to which it has been told, or wants nothing. */
  #at = 0;
  #ended = false;
  #leave: () => void = () => undefined;

  constructor(raw: ServerResponse, happenings: Happenings, filter: HappeningFilter, limits: StreamLimits) {
    this.#raw = raw;
    this.#happenings = happenings;
    this.#filter = filter;
    this.#limits = limits;
    raw.once('close', () => this.#over());
  }

  /** Whether nothing more is written to it. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends what arrived behind a place, and then everything. Resolves once it has caught up, or has ended. */
  async begin(place: number): Promise<void> {
    this.#at = place;
    this.#lastId = this.#happenings.idAt(place);
    while (!this.#ended) {
      if (this.#at >= this.#happenings.head) {
        // At once, so that nothing comes between.
        this.#leave = this.#happenings.listen((page) => this.#live(page));
        return;
      }
      this.#write(this.#happenings.read(this.#at));
      await (this.#raw.writableNeedDrain ? this.#drained() : breathe());
    }
  }

  /** Ends it with a word, after which the reader knows where to go on. */
  end(why: 'behind' | 'closing'): void {
    if (this.#ended) return;
    this.#raw.end(endFrame(why, this.#lastId));
    this.#over();
    const timer = setTimeout(() => this.#raw.destroy(), this.#limits.patience);
    this.#raw.once('close', () => clearTimeout(timer));
  }

  #live(page: Page): void {
    if (this.#raw.writableLength > this.#limits.waiting) this.end('behind');
    else this.#write(page);
  }

  #write(page: Page): void {
    const all = passesAll(this.#filter) && (page.told[0]?.place ?? 0) > this.#at;
    const told = all ? page.told : page.told.filter((one) => one.place > this.#at && passes(this.#filter, one));
    this.#at = Math.max(this.#at, page.upto);
    const last = told.at(-1);
    if (last === undefined) return;
    this.#raw.write(all ? framesOf(page) : Buffer.concat(told.map(frameOf)));
    this.#lastId = last.happening.id;
  }

  /** Resolves once the reader has taken what was written; one who doesn't is sent away. */
  async #drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.end('behind');
      resolve();
    }, this.#limits.patience);
    this.#raw.once('drain', resolve).once('close', resolve);
    await promise;
    clearTimeout(timer);
    this.#raw.off('drain', resolve).off('close', resolve);
  }

  #over(): void {
    this.#ended = true;
    this.#leave();
  }
}
