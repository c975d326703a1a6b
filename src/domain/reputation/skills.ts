import { eachMark } from './each-mark.ts';
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
  const heaps: Heap[] = [];
  for (const skill of skills) {
    const naming = namingOf(stamps, skill);
    const heap: Heap = { name: skill, stamps: 0, sums: noSums() };
    let last = -1;
    const take = (at: number, place: number, r: number, s: number): void => {
      if (at !== last) heap.stamps += 1;
      last = at;
      add(heap.sums, place, r, s);
    };
    yield* eachMark(stamps, jury, take, (at) => naming[stamps.skills[at] as number] as boolean);
    heaps.push(heap);
  }
  const told = heaps.filter(({ stamps: count }) => count > 0).sort(byEvidence);
  return told.map(({ name, stamps: count, sums }) => ({ skill: name, stamps: count, reputation: fromSums(sums) }));
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

/** By list of skills: whether it names this one. */
function namingOf(stamps: SubjectStamps, skill: string): boolean[] {
  return stamps.skillLists.texts.map((_, list) => skillsIn(stamps, list).includes(skill));
}

function skillsIn({ skillLists }: SubjectStamps, list: number): string[] {
  return JSON.parse(skillLists.texts[list] as string) as string[];
}
