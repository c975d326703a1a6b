import type { CountingStamp, TrustReader } from '../../readmodel/trust-reader.ts';
import type { Steps } from './in-slices.ts';

const pageRows = 500;

interface Entry {
  stamp: CountingStamp;
  /** The first 48 bits of its id: numbers are compared far quicker than texts. */
  first: number;
}

/** The counting stamps about one rig, in id order, kept up as they come and go. */
export class SubjectRecord {
  readonly #subject: string;
  readonly #reader: TrustReader;
  /** Ids of stamps that changed since they were read. */
  readonly #touched = new Set<string>();
  #entries: Entry[] = [];
  #stamps: CountingStamp[] | undefined;

  constructor(reader: TrustReader, subject: string) {
    this.#reader = reader;
    this.#subject = subject;
  }

  /** Reads them all; what changes meanwhile is touched. */
  *load(): Steps {
    let after = { created_at: -1, stamp: '' };
    for (;;) {
      const page = this.#reader.about(this.#subject, after, pageRows);
      for (const stamp of page) this.#entries.push(entryOf(stamp));
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) break;
      after = last;
      yield;
    }
    this.#entries.sort(compare);
    // One that changed between two pages may have come twice.
    this.#entries = this.#entries.filter(({ stamp }, at, all) => stamp.stamp !== all[at - 1]?.stamp.stamp);
    this.#stamps = undefined;
  }

  touch(stamp: string): void {
    this.#touched.add(stamp);
    this.#stamps = undefined;
  }

  /** All of them as they stand now: the same list while nothing changes. */
  stamps(): readonly CountingStamp[] {
    if (this.#stamps !== undefined) return this.#stamps;
    for (const id of this.#touched) this.#renew(id);
    this.#touched.clear();
    this.#stamps = this.#entries.map(({ stamp }) => stamp);
    return this.#stamps;
  }

  get size(): number {
    return this.#entries.length;
  }

  #renew(id: string): void {
    const at = this.#placeOf(id);
    const known = this.#entries[at]?.stamp.stamp === id ? 1 : 0;
    const stamp = this.#reader.counting(id);
    this.#entries.splice(at, known, ...(stamp === undefined ? [] : [entryOf(stamp)]));
  }

  /** Where it stands, or would. */
  #placeOf(id: string): number {
    const wanted = { first: firstOf(id), stamp: { stamp: id } };
    let from = 0;
    let to = this.#entries.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (compare(this.#entries[middle] as Entry, wanted) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function entryOf(stamp: CountingStamp): Entry {
  return { stamp, first: firstOf(stamp.stamp) };
}

function firstOf(id: string): number {
  return Number.parseInt(id.slice(2, 14), 16);
}

type Place = Pick<Entry, 'first'> & { stamp: { stamp: string } };

function compare(a: Place, b: Place): number {
  if (a.first !== b.first) return a.first - b.first;
  return a.stamp.stamp < b.stamp.stamp ? -1 : a.stamp.stamp > b.stamp.stamp ? 1 : 0;
}
