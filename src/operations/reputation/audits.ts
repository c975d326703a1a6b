import type { Clock } from '../../clock.ts';
import { audit } from '../../domain/reputation/signals/audit.ts';
import type { Audit } from '../../domain/reputation/signals/audit.ts';
import { WatchedStamps } from '../../domain/reputation/signals/watched-stamps.ts';
import type { Reader } from '../../readmodel/reader.ts';
import { inSlices } from './in-slices.ts';
import type { Steps } from '../../domain/reputation/steps.ts';

/** A page takes a few milliseconds. */
const pageRows = 500;

export interface Audited extends Audit {
  /** Milliseconds: when it began. */
  at: number;
}

/** Looks at all stamps for signals, one audit at a time; the last one is kept, in memory only. */
export class Audits {
  readonly #reader: Reader;
  readonly #clock: Clock;
  /** `changes()` of the node when it began. */
  #last: { changes: number; audited: Audited } | undefined;
  #running: { changes: number; audited: Promise<Audited> } | undefined;

  constructor(reader: Reader, clock: Clock) {
    this.#reader = reader;
    this.#clock = clock;
  }

  get last(): Audited | undefined {
    return this.#last?.audited;
  }

  /** The signals of all that was known at `changes`: made anew when something has changed since. */
  async run(changes: number): Promise<Audited> {
    if (this.#last?.changes === changes) return this.#last.audited;
    const before = this.#running;
    if (before?.changes === changes) return await before.audited;
    const audited = this.#after(before?.audited);
    this.#running = { changes, audited };
    this.#last = { changes, audited: await audited };
    return this.#last.audited;
  }

  async #after(before: Promise<Audited> | undefined): Promise<Audited> {
    await before?.catch(() => undefined);
    return await inSlices(this.#steps(this.#clock.now()));
  }

  /** What is stamped meanwhile may be seen or not. */
  *#steps(at: number): Steps<Audited> {
    const groups = this.#reader.state.table('groups');
    const stamps = new WatchedStamps((rig) => groups.get(rig)?.group_id ?? rig);
    let after = { created_at: -1, id: '' };
    for (;;) {
      const page = this.#reader.signals.page(after, pageRows);
      for (const stamp of page) stamps.add(stamp);
      if (page.length < pageRows) break;
      after = page.at(-1) ?? after;
      yield;
    }
    return { at, ...(yield* audit(stamps)) };
  }
}
