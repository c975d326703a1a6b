import { forEach } from './for-each.ts';
import type { LandingLog } from './landing.ts';
import { readEntries, tokensOf } from './readable.ts';
import type { ReadEntry } from './readable.ts';
import { slicesOf } from './slices.ts';
import type { Slice } from './slices.ts';
import type { Writer } from './writer.ts';

export type ReadSlice = Slice<LandingLog, ReadEntry>;

/** Entries of the first turn, at most: until they are verified, nothing lands. */
const beginning = 100;

/** Turns whose entries are held: those of the next one are verified while one lands, those of the one after it are being read. */
const mostHeld = 2;

/** What the turns of a landing take, in order: read ahead of them, and verified on other threads. */
export class SlicesAhead {
  readonly #writer: Writer;
  readonly #slices: AsyncGenerator<Slice<LandingLog>[], void>;
  /** The last one is of nothing, or of what went wrong. */
  readonly #held: Promise<ReadSlice[] | undefined>[] = [];
  #reading: Promise<void> | undefined;
  #begun = false;
  #ended = false;

  constructor(writer: Writer, logs: readonly LandingLog[]) {
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
        yield slices;
      }
    } finally {
      this.#ended = true;
      await this.#reading;
      await this.#slices.return();
    }
  }

  async #fill(): Promise<void> {
    while (!this.#ended && this.#held.length < mostHeld) {
      const reading = this.#slices.next();
      const verified = reading.then(({ done, value }) => (done === true ? undefined : verify(this.#writer, value)));
      // Should the landing fail before its turn comes, nobody waits for it any more.
      verified.catch(() => undefined);
      this.#held.push(verified);
      const read = await reading.catch(() => undefined);
      this.#ended ||= read?.done !== false;
      this.#begun = true;
    }
  }

  #limit(): number {
    const fitting = this.#writer.slices.limit(this.#writer.busy);
    return this.#begun ? fitting : Math.min(fitting, beginning);
  }
}

async function verify(writer: Writer, slices: readonly Slice<LandingLog>[]): Promise<ReadSlice[]> {
  const read = slices.map(({ log, entries }) => ({ log, entries: readEntries(entries) }));
  const sparing = writer.busy;
  const check = async ({ log, entries }: ReadSlice): Promise<void> =>
    await writer.signatures.check(writer.state, log.origin, tokensOf(entries), { sparing });
  await forEach(read, check, { oneByOne: sparing });
  return read;
}
