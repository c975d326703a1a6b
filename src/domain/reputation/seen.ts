import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import type { Jury } from './jury.ts';
import { pictureOf } from './picture.ts';
import type { Heap, Picture } from './picture.ts';
import { plainEvidence } from './plain-evidence.ts';
import type { Evidence } from './plain-evidence.ts';
import { fromEvidence } from './scores.ts';
import { mostNamed, skillsOf } from './skills.ts';
import type { SkillStanding } from './skills.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';
import { add, noSums } from './sums.ts';

/** A rig's stamps may name as many skills as strangers like. */
const mostSkills = 12;
const mostMonths = 12;

/** How much was known, and what it came to, with the stamps up to the end of a month. */
export type Growth = { month: string; stamps: number } & Record<Dimension, { r: number; s: number; lower: number }>;

/** All that a profile shows of the stamps about a rig. */
export interface Seen {
  evidence: Evidence;
  picture: Picture;
  skills: SkillStanding[];
  /** The last months in which it was stamped, in order. */
  growth: Growth[];
}

/** Works out all that a profile shows. */
export function* seenFrom(stamps: SubjectStamps, jury: Jury): Steps<Seen> {
  const picture = yield* pictureOf(stamps, jury);
  return {
    evidence: yield* plainEvidence(stamps, jury),
    picture,
    skills: yield* skillsOf(stamps, yield* mostNamed(stamps, mostSkills), jury),
    growth: growthOf(picture.months),
  };
}

function growthOf(months: readonly Heap[]): Growth[] {
  const soFar = noSums();
  let stamps = 0;
  const points = months.map((month, index) => {
    stamps += month.stamps;
    for (const place of dimensions.keys()) {
      add(soFar, place, month.sums.r[place] as number, month.sums.s[place] as number);
    }
    // A bound takes its time: it is worked out for what is shown.
    return index < months.length - mostMonths ? [] : [{ month: month.name, stamps, ...boundsOf(soFar) }];
  });
  return points.flat();
}

function boundsOf({ r, s }: Heap['sums']): Omit<Growth, 'month' | 'stamps'> {
  const entries = dimensions.map((dimension, place) => {
    const [good, bad] = [r[place] as number, s[place] as number];
    return [dimension, { r: good, s: bad, lower: fromEvidence(good, bad).lower }] as const;
  });
  return Object.fromEntries(entries) as Omit<Growth, 'month' | 'stamps'>;
}
