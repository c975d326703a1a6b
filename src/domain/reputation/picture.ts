import { dimensions } from '../../wire/event.ts';
import { eachSaid } from './given.ts';
import type { GivenStamp, Judging } from './given.ts';
import { fromSums } from './scores.ts';
import type { Reputation, StampScores, Sums } from './scores.ts';

/** A subject's reputation, and what of it came when and from where: the same sums, put into heaps. */
export interface Picture {
  reputation: Reputation;
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

/** Draws the picture of one subject from the stamps about it in id order. */
export function pictureOf(stamps: readonly GivenStamp[], judging: Judging): Picture {
  const all = noSums();
  const months = new Heaps();
  const homes = new Heaps();
  const monthOf = monthsByDay();
  eachSaid(stamps, judging, ({ stamp, place, r, s }) => {
    add(all, place, r, s);
    months.add(monthOf(stamp.created_at), stamp, place, r, s);
    homes.add(stamp.origin, stamp, place, r, s);
  });
  return {
    reputation: fromSums(all),
    months: months.all().sort((a, b) => (a.name < b.name ? -1 : 1)),
    homes: homes.all().sort(byEvidence),
  };
}

/** Reputation by these stamps about one subject, in id order. */
export function reputationIn(stamps: readonly StampScores[], judging: Judging): Reputation {
  const sums = noSums();
  eachSaid(stamps, judging, ({ place, r, s }) => add(sums, place, r, s));
  return fromSums(sums);
}

/** Reputation in each of these skills: of the stamps that name it, as if there were no others. The most evidence first. */
export function skillsOf(
  stamps: readonly GivenStamp[],
  skills: readonly string[],
  judging: Judging,
): { skill: string; stamps: number; reputation: Reputation }[] {
  const heaps = skills.map((skill): Heap => {
    const heap: Heap = { name: skill, stamps: 0, sums: noSums() };
    const naming = stamps.filter((stamp) => stamp.skills.includes(skill));
    const counted = new Set<string>();
    eachSaid(naming, judging, ({ stamp, place, r, s }) => {
      counted.add(stamp.stamp);
      add(heap.sums, place, r, s);
    });
    return { ...heap, stamps: counted.size };
  });
  const told = heaps.filter(({ stamps: count }) => count > 0).sort(byEvidence);
  return told.map(({ name, stamps: count, sums }) => ({ skill: name, stamps: count, reputation: fromSums(sums) }));
}

/** All that sums hold, for and against, in all dimensions. */
function evidenceIn({ r, s }: Sums): number {
  return [...r, ...s].reduce((sum, each) => sum + each, 0);
}

/** Sums of nothing. */
export function noSums(): Sums {
  return { r: new Float64Array(dimensions.length), s: new Float64Array(dimensions.length) };
}

/** Adds to the sums of one dimension. */
export function add(sums: Sums, place: number, r: number, s: number): void {
  sums.r[place] = (sums.r[place] as number) + r;
  sums.s[place] = (sums.s[place] as number) + s;
}

class Heaps {
  readonly #heaps = new Map<string, Heap & { last: string }>();

  add(name: string, { stamp }: GivenStamp, place: number, r: number, s: number): void {
    let heap = this.#heaps.get(name);
    if (heap === undefined) this.#heaps.set(name, (heap = { name, stamps: 0, sums: noSums(), last: '' }));
    // A stamp's dimensions come one after the other.
    if (heap.last !== stamp) heap.stamps += 1;
    heap.last = stamp;
    add(heap.sums, place, r, s);
  }

  all(): Heap[] {
    return [...this.#heaps.values()].map(({ name, stamps, sums }) => ({ name, stamps, sums }));
  }
}

function byEvidence(a: Heap, b: Heap): number {
  return evidenceIn(b.sums) - evidenceIn(a.sums) || (a.name < b.name ? -1 : 1);
}

/** The month of a time; each day's is worked out once. `Date` only says how a number is written. */
function monthsByDay(): (milliseconds: number) => string {
  const known = new Map<number, string>();
  return (milliseconds) => {
    const day = Math.floor(milliseconds / 86_400_000);
    let month = known.get(day);
    if (month === undefined) known.set(day, (month = new Date(milliseconds).toISOString().slice(0, 7)));
    return month;
  };
}
