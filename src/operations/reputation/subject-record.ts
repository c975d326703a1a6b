import { SubjectStamps } from '../../domain/reputation/subject-stamps.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';

const pageRows = 500;

/** The counting stamps about one rig, kept up as they come and go. */
export class SubjectRecord {
  readonly stamps: SubjectStamps;
  readonly #reader: TrustReader;
  /** The last one that was read; undefined once all are. */
  #after: string | undefined = '';
  /** Ids of stamps that changed since they were read. */
  readonly #touched = new Set<string>();

  constructor(reader: TrustReader, subject: string) {
    this.#reader = reader;
    this.stamps = new SubjectStamps(subject);
  }

  touch(stamp: string): void {
    this.#touched.add(stamp);
  }

  /** Reads what isn't read yet, and what has changed since. Several may be under way at once. */
  *update(): Steps {
    while (this.#after !== undefined) {
      this.#readPage(this.#after);
      yield;
    }
    for (const id of this.#touched) {
      this.#renew(id);
      yield;
    }
  }

  #readPage(after: string): void {
    const page = this.#reader.about(this.stamps.subject, after, pageRows);
    for (const stamp of page) this.stamps.put(stamp);
    this.#after = page.length < pageRows ? undefined : page.at(-1)?.stamp;
  }

  #renew(id: string): void {
    this.#touched.delete(id);
    const stamp = this.#reader.counting(this.stamps.subject, id);
    if (stamp === undefined) this.stamps.delete(id);
    else this.stamps.put(stamp);
  }
}
