import { dimensions } from '../../wire/words.ts';
import { eachMark } from './each-mark.ts';
import type { Jury } from './jury.ts';
import type { Numbered } from './numbered.ts';
import { fromSums } from './scores.ts';
import type { Reputation } from './scores.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';
import { add, noSums } from './sums.ts';
import type { Sums } from './sums.ts';

/** A subject's reputation, and what of it came when and from where: the same sums, put into heaps. */
export interface Picture {
  reputation: Reputation;
  /** In the order of the dimensions, how many stamps give something. */
  trusted: number[];
  /** Months in order, with what stamps of that month give now. */
  months: Heap[];
  /** Homes of those who gave it, by how much they gave, the most first. */
  homes: Heap[];
}

/** What part of the evidence belongs together. */
export interface Heap {
  /** A month such as `2026-11` in UTC, the id of a home, or a skill. */
  name: string;
  stamps: number;
  sums: Sums;
}

/** Draws the picture of one subject. */
export function* pictureOf(stamps: SubjectStamps, jury: Jury): Steps<Picture> {
  const all = noSums();
  const trusted = dimensions.map(() => 0);
  const months = new Heaps(stamps.monthNames);
  const homes = new Heaps(stamps.origins);
  yield* eachMark(stamps, jury, (at, place, r, s) => {
    add(all, place, r, s);
    if (r + s > 0) trusted[place] = (trusted[place] as number) + 1;
    months.add(stamps.months[at] as number, at, place, r, s);
    homes.add(stamps.homes[at] as number, at, place, r, s);
  });
  return {
    reputation: fromSums(all),
    trusted,
    months: months.all().sort((a, b) => (a.name < b.name ? -1 : 1)),
    homes: homes.all().sort(byEvidence),
  };
}

/** All that sums hold, for and against, in all dimensions. */
function evidenceIn({ r, s }: Sums): number {
  return [...r, ...s].reduce((sum, each) => sum + each, 0);
}

class Heaps {
  readonly #names: Numbered;
  readonly #heaps: (Heap & { last: number })[] = [];

  constructor(names: Numbered) {
    this.#names = names;
  }

  add(name: number, at: number, place: number, r: number, s: number): void {
    let heap = this.#heaps[name];
    if (heap === undefined) {
      heap = { name: this.#names.texts[name] as string, stamps: 0, sums: noSums(), last: -1 };
      this.#heaps[name] = heap;
    }
    // A stamp's dimensions come one after the other.
    if (heap.last !== at) heap.stamps += 1;
    heap.last = at;
    add(heap.sums, place, r, s);
  }

  all(): Heap[] {
    return Object.values(this.#heaps).map(({ name, stamps, sums }) => ({ name, stamps, sums }));
  }
}

/** The most evidence first. */
export function byEvidence(a: Heap, b: Heap): number {
  return evidenceIn(b.sums) - evidenceIn(a.sums) || (a.name < b.name ? -1 : 1);
}
