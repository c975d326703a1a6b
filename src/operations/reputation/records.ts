import type { Touched } from '../../readmodel/touched.ts';
import type { CountingStamp, TrustReader } from '../../readmodel/trust-reader.ts';
import { atOnce, inSlices } from './in-slices.ts';
import type { Steps } from './in-slices.ts';
import { SubjectRecord } from './subject-record.ts';

/** Stamps in all records that are kept, some 400 bytes each; a rig has at least as much room as some of them take. */
const maxStamps = 200_000;
const leastSize = 20;

interface Kept {
  record: SubjectRecord;
  loading: Steps | undefined;
  loaded: Promise<void> | undefined;
  derived: Map<string, { keys: readonly unknown[]; value: unknown }>;
}

/** The records of the rigs that were asked for lately, and what was made of them. */
export class Records {
  readonly #reader: TrustReader;
  /** The one that was asked for longest ago first. */
  readonly #kept = new Map<string, Kept>();

  constructor(reader: TrustReader) {
    this.#reader = reader;
  }

  /** Resolves once a rig's record is in memory. */
  async ready(rig: string): Promise<void> {
    const kept = this.#find(rig);
    if (kept.loading === undefined) return;
    kept.loaded ??= inSlices(kept.loading);
    await kept.loaded;
    kept.loading = undefined;
  }

  /** The counting stamps about a rig in id order: the same list while nothing changes. */
  stamps(rig: string): readonly CountingStamp[] {
    return this.#loaded(rig).record.stamps();
  }

  /** What was made of a record, until one of these is another. */
  derived<T>(rig: string, name: string, keys: readonly unknown[], make: () => T): T {
    const { derived } = this.#loaded(rig);
    const known = derived.get(name);
    if (known?.keys.every((key, index) => key === keys[index]) === true) return known.value as T;
    const value = make();
    derived.set(name, { keys, value });
    return value;
  }

  touch({ all, stamps }: Touched): void {
    if (all) this.#kept.clear();
    for (const [stamp, subject] of stamps) this.#kept.get(subject)?.record.touch(stamp);
  }

  #loaded(rig: string): Kept {
    const kept = this.#find(rig);
    if (kept.loading !== undefined) atOnce(kept.loading);
    kept.loading = undefined;
    return kept;
  }

  #find(rig: string): Kept {
    let kept = this.#kept.get(rig);
    this.#kept.delete(rig);
    if (kept === undefined) {
      this.#makeRoom();
      const record = new SubjectRecord(this.#reader, rig);
      kept = { record, loading: record.load(), loaded: undefined, derived: new Map() };
    }
    this.#kept.set(rig, kept);
    return kept;
  }

  #makeRoom(): void {
    let size = 0;
    for (const { record } of this.#kept.values()) size += Math.max(record.size, leastSize);
    for (const [rig, { record }] of this.#kept) {
      if (size < maxStamps) return;
      size -= Math.max(record.size, leastSize);
      this.#kept.delete(rig);
    }
  }
}
