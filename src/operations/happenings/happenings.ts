import { setImmediate as breathe } from 'node:timers/promises';
import type { ArrivedRange } from '../../private/arrivals.ts';
import type { ToldVerdict } from '../../private/told-verdicts.ts';
import type { Written } from '../../readmodel/written-entries.ts';
import { ChangedVerdicts } from './changed-verdicts.ts';
import { idAt } from './happening-id.ts';
import { readHappenings } from './told.ts';
import type { HappeningSource, Page } from './told.ts';

/** Hears what happens, in order, each once. */
export type Listener = (page: Page) => void;

export interface HappeningsOptions {
  /** Milliseconds from one reading to the next: what came in between is told together. */
  window?: number;
  failed: (error: unknown) => void;
}

const defaultWindow = 100;
/** Entries that are read without a pause. */
const pageSize = 200;

/**
 * Tells what happens on this node. What was committed is read once, whoever listens, soon after the commit and off the way
 * of its answer; under load ten times a second.
 */
export class Happenings {
  readonly source: HappeningSource;
  readonly #options: Required<HappeningsOptions>;
  readonly #verdicts: ChangedVerdicts;
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  /** What was read last, for those who read by themselves soon after. */
  #recent: { after: number; page: Page } | undefined;
  #head: number;
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<void> | undefined;
  #again = false;
  #lastTold = -Infinity;
  #closed = false;

  constructor(source: HappeningSource, options: HappeningsOptions) {
    this.source = source;
    this.#options = { window: defaultWindow, ...options };
    this.#verdicts = new ChangedVerdicts(source);
    this.#note();
    this.#head = source.arrivals.last;
    if (this.#verdicts.waiting) this.notify();
  }

  /** The place up to which listeners have heard. */
  get head(): number {
    return this.#head;
  }

  /** The place of what was committed last, which listeners hear of soon. */
  now(): number {
    this.#note();
    return this.source.arrivals.last;
  }

  /** The id at a place. */
  idAt(place: number): string {
    return idAt(this.source, place);
  }

  /** What listeners have heard behind a place, at most `limit` entries of it. */
  read(after: number, limit = pageSize): Page {
    if (this.#recent?.after === after && limit === pageSize) return this.#recent.page;
    return readHappenings(this.source, after, Math.min(limit, this.#head - after));
  }

  /** Hears everything behind `head` until the answer is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Is told, until the answer is called, whenever there is more to read, and reads by itself. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** These entries were committed, new or with another verdict; `notify` follows. */
  written(written: Written): void {
    this.#verdicts.note(written);
    if (this.#verdicts.waiting) this.notify();
  }

  /** Something was committed. */
  notify(): void {
    if (this.#closed || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastTold + this.#options.window - performance.now());
    this.#timer = setTimeout(() => this.#begin(), wait);
  }

  /** Tells what was committed before, and nothing more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closed = true;
    await this.#telling;
    this.#begin();
    await this.#telling;
  }

  #begin(): void {
    this.#timer = undefined;
    if (this.#telling !== undefined) {
      this.#again = true;
      return;
    }
    this.#telling = this.#tell()
      .catch(this.#options.failed)
      .finally(() => {
        this.#telling = undefined;
        this.#lastTold = performance.now();
        if (!this.#again) return;
        this.#again = false;
        this.notify();
      });
  }

  async #tell(): Promise<void> {
    for (;;) {
      this.#note();
      await this.#tellNoted(this.source.arrivals.last);
      // What is left when it closes is found at the next start.
      if (!this.#verdicts.waiting || this.#closed) return;
      await breathe();
    }
  }

  async #tellNoted(last: number): Promise<void> {
    while (this.#head < last) {
      if (this.#listeners.size === 0) this.#head = last;
      else this.#tellPage(Math.min(pageSize, last - this.#head));
      for (const watcher of this.#watchers) watcher();
      if (this.#head < last) await breathe();
    }
  }

  #tellPage(limit: number): void {
    const after = this.#head;
    const page = readHappenings(this.source, after, limit);
    this.#recent = { after, page };
    // Before they hear: who begins to listen now has to be told what comes next.
    this.#head = page.upto;
    for (const listener of this.#listeners) listener(page);
  }

  /** Gives what the logs have and no place has the next places: own entries as they are, others log by log; and some of the
   * verdicts that have changed. */
  #note(): void {
    const { reader, arrivals } = this.source;
    const ranges: ArrivedRange[] = [];
    for (const [origin, { seq }] of reader.vector()) {
      const from = arrivals.head(origin) + 1;
      if (from <= seq) ranges.push({ origin, from, to: seq });
    }
    arrivals.add(
      ranges,
      ranges.flatMap((range) => this.#notYetOk(range)),
    );
    this.#verdicts.look();
  }

  #notYetOk({ origin, from, to }: ArrivedRange): ToldVerdict[] {
    return this.source.reader.logs.notYetOk(origin, from - 1, to).map((entry) => ({ origin, ...entry }));
  }
}
