import { Jury } from '../../domain/reputation/jury.ts';
import type { Judging } from '../../domain/reputation/given.ts';
import { runAll } from '../../domain/reputation/steps.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import type { SubjectStamps } from '../../domain/reputation/subject-stamps.ts';
import type { Touched } from '../../readmodel/touched.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';
import { SubjectRecord } from './subject-record.ts';

/** Stamps in all records that are kept, some 200 bytes each; a rig has at least as much room as some of them take. */
const maxStamps = 200_000;
const leastSize = 20;
/** So often something is begun anew because what it follows from has changed meanwhile; then it is done in one step. */
const mostTries = 3;

/** What follows from the stamps about a rig and those who judge it. */
export type Make<T> = (stamps: SubjectStamps, jury: Jury) => Steps<T>;

/** What was made of a record, as long as this is what it follows from. */
interface Derived {
  judging: Judging;
  jury: Jury;
  changes: number;
  values: Map<string, unknown>;
}

/** Whose judgement weighs what, now. */
export interface Judgings {
  /** The same object while no weight and no owner group changes. */
  current(): Steps<Judging>;
  /** Whether owner groups are still as they were for this one. */
  holds(judging: Judging): boolean;
}

interface Kept {
  record: SubjectRecord;
  derived: Derived | undefined;
}

/** The records of the rigs that were asked for lately, and what was made of them. */
export class Records {
  readonly #reader: TrustReader;
  readonly #judging: Judgings;
  /** The one that was asked for longest ago first. */
  readonly #kept = new Map<string, Kept>();

  constructor(reader: TrustReader, judging: Judgings) {
    this.#reader = reader;
    this.#judging = judging;
  }

  /** What is made of a rig's record: once, while nothing changes that it follows from, if it has a name. */
  *deriving<T>(rig: string, name: string | undefined, make: Make<T>): Steps<T> {
    const kept = this.#find(rig);
    for (let tries = 1; ; tries++) {
      const derived = yield* this.#current(kept);
      const { jury, values } = derived;
      if (name !== undefined && values.has(name)) return values.get(name) as T;
      const { stamps } = kept.record;
      const steps = makeWith(jury, stamps, make);
      const value = tries < mostTries ? yield* steps : runAll(steps);
      // Another who asks meanwhile may have brought the record up to date: then half of this is from before.
      const isWhole =
        kept.derived === derived && stamps.changes === derived.changes && this.#judging.holds(derived.judging);
      if (!isWhole && tries < mostTries) continue;
      if (name !== undefined && isWhole) values.set(name, value);
      return value;
    }
  }

  touch({ all, stamps }: Touched): void {
    if (all) this.#kept.clear();
    for (const [stamp, subject] of stamps) this.#kept.get(subject)?.record.touch(stamp);
  }

  /** Brings a record up to date, and forgets what doesn't follow from it any more. */
  *#current(kept: Kept): Steps<Derived> {
    yield* kept.record.update();
    const judging = yield* this.#judging.current();
    const { stamps } = kept.record;
    const before = kept.derived;
    if (before?.judging === judging && before.changes === stamps.changes) return before;
    const jury = before?.judging === judging ? before.jury : new Jury(stamps.subject, judging);
    kept.derived = { judging, jury, changes: stamps.changes, values: new Map() };
    return kept.derived;
  }

  #find(rig: string): Kept {
    let kept = this.#kept.get(rig);
    this.#kept.delete(rig);
    if (kept === undefined) {
      this.#makeRoom();
      kept = { record: new SubjectRecord(this.#reader, rig), derived: undefined };
    }
    this.#kept.set(rig, kept);
    return kept;
  }

  #makeRoom(): void {
    let size = 0;
    for (const { record } of this.#kept.values()) size += Math.max(record.stamps.size, leastSize);
    for (const [rig, { record }] of this.#kept) {
      if (size < maxStamps) return;
      size -= Math.max(record.stamps.size, leastSize);
      this.#kept.delete(rig);
    }
  }
}

function* makeWith<T>(jury: Jury, stamps: SubjectStamps, make: Make<T>): Steps<T> {
  yield* jury.meet(stamps.rigs.texts);
  return yield* make(stamps, jury);
}
