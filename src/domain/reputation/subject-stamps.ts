import { Numbered } from './numbered.ts';

/** A counting stamp about one subject, as it is kept. */
export interface SubjectStamp {
  stamp: string;
  author: string;
  completion: string;
  /** As `marks.ts` packs them. */
  marks: number;
  /** A JSON list of texts. */
  skills: string;
  /** Milliseconds, as its log says. */
  created_at: number;
  /** The log that it stands in: its author's home. */
  origin: string;
}

const columns = ['authors', 'marks', 'works', 'skills', 'homes', 'months'] as const;
const fewest = 8;

/**
 * The counting stamps about one subject in the order of their ids, in columns: a long record is gone through at every
 * change, and its numbers lie side by side. Texts that come again and again are numbers in them.
 */
export class SubjectStamps {
  readonly subject: string;
  /** In order. */
  readonly ids: string[] = [];
  /** What the numbers in the columns mean. */
  readonly rigs = new Numbered();
  readonly completions = new Numbered();
  readonly skillLists = new Numbered();
  readonly origins = new Numbered();
  readonly monthNames = new Numbered();
  authors = new Uint32Array(fewest);
  marks = new Uint32Array(fewest);
  works = new Uint32Array(fewest);
  skills = new Uint32Array(fewest);
  homes = new Uint32Array(fewest);
  months = new Uint32Array(fewest);
  /** Grows with every change. */
  changes = 0;
  readonly #monthOf = monthsByDay();

  constructor(subject: string) {
    this.subject = subject;
  }

  get size(): number {
    return this.ids.length;
  }

  /** Puts a stamp where it belongs, in the place of what was known of it; quickest behind all others. */
  put(stamp: SubjectStamp): void {
    const { size } = this;
    const at = this.#placeOf(stamp.stamp);
    if (this.ids[at] !== stamp.stamp) {
      if (size === this.authors.length) this.#grow();
      if (at === size) this.ids.push(stamp.stamp);
      else this.ids.splice(at, 0, stamp.stamp);
      if (at < size) for (const column of columns) this[column].copyWithin(at + 1, at, size);
    }
    this.authors[at] = this.rigs.number(stamp.author);
    this.marks[at] = stamp.marks;
    this.works[at] = this.completions.number(stamp.completion);
    this.skills[at] = this.skillLists.number(stamp.skills);
    this.homes[at] = this.origins.number(stamp.origin);
    this.months[at] = this.monthNames.number(this.#monthOf(stamp.created_at));
    this.changes += 1;
  }

  /** Takes a stamp out, if it is there. */
  delete(stamp: string): void {
    const { size } = this;
    const at = this.#placeOf(stamp);
    if (this.ids[at] !== stamp) return;
    this.ids.splice(at, 1);
    for (const column of columns) this[column].copyWithin(at, at + 1, size);
    this.changes += 1;
  }

  /** Where a stamp stands, or would. */
  #placeOf(id: string): number {
    let to = this.size;
    if (to === 0 || (this.ids[to - 1] as string) < id) return to;
    let from = 0;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.ids[middle] as string) < id) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #grow(): void {
    for (const column of columns) {
      const old = this[column];
      this[column] = new Uint32Array(2 * old.length);
      this[column].set(old);
    }
  }
}

/** The month of a time such as `2026-11`, in UTC; each day's is worked out once. `Date` only says how a number is written. */
function monthsByDay(): (milliseconds: number) => string {
  const known = new Map<number, string>();
  return (milliseconds) => {
    const day = Math.floor(milliseconds / 86_400_000);
    let month = known.get(day);
    if (month === undefined) known.set(day, (month = new Date(milliseconds).toISOString().slice(0, 7)));
    return month;
  };
}
