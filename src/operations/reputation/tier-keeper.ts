import type { Services } from '../ports.ts';
import { inSlices } from './in-slices.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import { noteTier } from './rig-tier.ts';

/** Entries of a log that are looked through at once: some milliseconds. */
const stretch = 500;
/** Rigs that are read at once. */
const page = 200;

/**
 * Notes when tiers change though nobody asks: of the rigs that new entries speak about, soon; of all with a record or a
 * history, at night, since time passes, and one vouch may change what everybody's stamps weigh.
 */
export class TierKeeper {
  readonly #services: Services;
  /** How far each log has been looked through. */
  readonly #seen: Map<string, number>;
  #stopped = false;

  constructor(services: Services) {
    this.#services = services;
    this.#seen = new Map(services.reader.logs.logs().map(({ origin, seq }) => [origin, seq]));
  }

  /** Looks at the rigs of what has come since the last look. */
  async review(): Promise<void> {
    await this.#services.trust.ready();
    await inSlices(this.#reviewNew());
  }

  /** Looks at every rig that may have another tier than when it was last looked at. */
  async reviewAll(): Promise<void> {
    await this.#services.trust.ready();
    await inSlices(this.#reviewEvery());
  }

  /** Ends what runs at its next step. */
  stop(): void {
    this.#stopped = true;
  }

  *#reviewNew(): Steps {
    for (const { origin, seq } of this.#services.reader.logs.logs()) {
      for (let after = this.#seen.get(origin) ?? 0; after < seq; after = Math.min(seq, after + stretch)) {
        const to = Math.min(seq, after + stretch);
        yield* this.#note(this.#services.reader.standing.touched(origin, after, to));
        if (this.#stopped) return;
        this.#seen.set(origin, to);
        yield;
      }
    }
  }

  *#reviewEvery(): Steps {
    const { reader, private: kept } = this.#services;
    for (let rig = reader.standing.nextStamped(''); rig !== undefined; rig = reader.standing.nextStamped(rig)) {
      yield* this.#note([rig]);
      if (this.#stopped) return;
    }
    for (let rigs = kept.tiers.rigs('', page); rigs.length > 0; rigs = kept.tiers.rigs(rigs.at(-1) ?? '', page)) {
      yield* this.#note(rigs);
      if (this.#stopped) return;
    }
  }

  *#note(rigs: readonly string[]): Steps {
    for (const rig of rigs) {
      if (this.#stopped) return;
      yield* this.#services.trust.judging(rig);
      noteTier(this.#services, rig);
      yield;
    }
  }
}
