import { forEach } from './for-each.ts';
import type { LandingLog } from './landing.ts';
import { readEntries, tokensOf } from './readable.ts';
import type { ReadEntry } from './readable.ts';
import { slicesOf } from './slices.ts';
import type { Slice } from './slices.ts';
import type { Writer } from './writer.ts';

export type ReadSlice = Slice<LandingLog, ReadEntry>;

type WriterParts = Pick<Writer, 'acts' | 'busy' | 'signatures' | 'slices' | 'state'>;

/** Entries of the first turn, at most: until they are verified, nothing lands. */
const beginning = 100;

/** Turns whose entries are held: those of the next one are verified while one lands, those of the one after it are being read. */
const mostHeld = 2;

/**
 * What the turns of a landing take, in order: read ahead of them, and verified on other threads. While a turn lands nothing waits
 * for what the next ones take, so acts that are in hand meanwhile have the cores and Dolt for themselves.
 */
export class SlicesAhead {
  readonly #writer: WriterParts;
  readonly #slices: AsyncGenerator<Slice<LandingLog>[], void>;
  /** The last one is of nothing, or of what went wrong. */
  readonly #held: Promise<ReadSlice[] | undefined>[] = [];
  #reading: Promise<void> | undefined;
  #begun = false;
  /** While a turn lands, until it has. */
  #landing: PromiseWithResolvers<void> | undefined;
  #ended = false;

  constructor(writer: WriterParts, logs: readonly LandingLog[]) {
    this.#writer = writer;
    this.#slices = slicesOf(logs, () => this.#limit());
  }

  /** Reads on until enough is held, or nothing is left. Never rejects: what went wrong comes in its place among the `turns`. */
  fill(): Promise<void> {
    this.#reading ??= this.#fill().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** What each turn takes, once it is verified. Lets go of the logs at the end, also when they weren't read to theirs. */
  async *turns(): AsyncGenerator<readonly ReadSlice[], void, undefined> {
    try {
      for (;;) {
        await this.fill();
        const slices = await this.#held.shift();
        if (slices === undefined) return;
        this.#landing = Promise.withResolvers();
        yield slices;
        this.#hasLanded();
      }
    } finally {
      this.#ended = true;
      this.#hasLanded();
      await this.#reading;
      await this.#slices.return();
    }
  }

  async #fill(): Promise<void> {
    while (!this.#ended && this.#held.length < mostHeld) {
      await this.#letActsGoFirst();
      const reading = this.#slices.next();
      const verified = reading.then(({ done, value }) => (done === true ? undefined : this.#verify(value)));
      // Should the landing fail before its turn comes, nobody waits for it any more.
      verified.catch(() => undefined);
      this.#held.push(verified);
      const read = await reading.catch(() => undefined);
      this.#ended ||= read?.done !== false;
      this.#begun = true;
    }
  }

  #hasLanded(): void {
    this.#landing?.resolve();
    this.#landing = undefined;
  }

  #limit(): number {
    const fitting = this.#writer.slices.limit(this.#writer.busy);
    return this.#begun ? fitting : Math.min(fitting, beginning);
  }

  async #verify(slices: readonly Slice<LandingLog>[]): Promise<ReadSlice[]> {
    const { signatures, state, busy } = this.#writer;
    const read = slices.map(({ log, entries }) => ({ log, entries: readEntries(entries) }));
    const sparing = busy ? async (): Promise<void> => await this.#letActsGoFirst() : undefined;
    const check = async ({ log, entries }: ReadSlice): Promise<void> =>
      await signatures.check(state, log.origin, tokensOf(entries), { sparing });
    await forEach(read, check, { oneByOne: busy });
    return read;
  }

  /** Resolves at once between two turns: who acts all the time keeps a landing waiting for a turn, and not for ever. */
  async #letActsGoFirst(): Promise<void> {
    const { acts } = this.#writer;
    while (this.#landing !== undefined && acts.any) await Promise.race([acts.answered, this.#landing.promise]);
  }
}
