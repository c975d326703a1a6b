import { stampsOfStep, takeStamp, turnsOf } from './each-mark.ts';
import type { Jury } from './jury.ts';
import { byEvidence } from './picture.ts';
import type { Heap } from './picture.ts';
import { fromSums } from './scores.ts';
import type { Reputation } from './scores.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';
import { add, noSums } from './sums.ts';

export interface SkillStanding {
  skill: string;
  stamps: number;
  reputation: Reputation;
}

/** Reputation in each of these skills: of the stamps that name it, as if there were no others. The most evidence first. */
export function* skillsOf(stamps: SubjectStamps, skills: readonly string[], jury: Jury): Steps<SkillStanding[]> {
  const heaps = skills.map((skill) => new SkillHeap(skill, jury));
  // By list of skills: those of them that count here.
  const named = stamps.skillLists.texts.map((_, list) => {
    const inList = new Set(skillsIn(stamps, list));
    return heaps.filter(({ name }) => inList.has(name));
  });
  for (let at = 0; at < stamps.size; at++) {
    for (const heap of named[stamps.skills[at] as number] as SkillHeap[]) heap.add(stamps, at);
    if (at % stampsOfStep === stampsOfStep - 1) yield;
  }
  const told = heaps.filter(({ stamps: count }) => count > 0).sort(byEvidence);
  return told.map(({ name, stamps: count, sums }) => ({ skill: name, stamps: count, reputation: fromSums(sums) }));
}

/** What is said by stamps that name one skill. */
class SkillHeap implements Heap {
  readonly name: string;
  readonly sums = noSums();
  stamps = 0;
  readonly #jury: Jury;
  readonly #turns: Uint32Array;
  #last = -1;

  constructor(name: string, jury: Jury) {
    this.name = name;
    this.#jury = jury;
    this.#turns = turnsOf(jury);
  }

  add(stamps: SubjectStamps, at: number): void {
    takeStamp(stamps, this.#jury, this.#turns, at, this.#take);
  }

  readonly #take = (at: number, place: number, r: number, s: number): void => {
    // A stamp's dimensions come one after the other.
    if (at !== this.#last) this.stamps += 1;
    this.#last = at;
    add(this.sums, place, r, s);
  };
}

/** The skills that most stamps name. */
export function* mostNamed(stamps: SubjectStamps, most: number): Steps<string[]> {
  const pace = new Pace();
  const times = new Uint32Array(stamps.skillLists.texts.length);
  for (let at = 0; at < stamps.size; at++) {
    const list = stamps.skills[at] as number;
    times[list] = (times[list] as number) + 1;
    if (pace.did(0)) yield;
  }
  const counts = new Map<string, number>();
  for (const [list, count] of times.entries()) {
    for (const skill of skillsIn(stamps, list)) counts.set(skill, (counts.get(skill) ?? 0) + count);
    if (pace.did(50)) yield;
  }
  const ordered = [...counts].filter(([, count]) => count > 0);
  ordered.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ordered.slice(0, most).map(([skill]) => skill);
}

function skillsIn({ skillLists }: SubjectStamps, list: number): string[] {
  return JSON.parse(skillLists.texts[list] as string) as string[];
}
