import { dimensions } from '../../wire/event.ts';
import type { Dimension } from '../../wire/event.ts';
import type { Jury } from './jury.ts';
import { halvesOf, hundredthsOf, markAt } from './marks.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';

/** What the counting stamps about a rig say in one dimension: no trust, no decay, nothing but sums. */
export interface DimensionEvidence {
  stamps: number;
  /** Mean score weighted by confidence; absent without stamps, and when nobody was confident at all. */
  mean?: number;
  /** Distinct authors, and distinct owner groups of these; a rig without a group is one of its own. */
  validators: number;
  groups: number;
}

export type Evidence = Record<Dimension, DimensionEvidence>;

/** The plain evidence in stamps about one subject; of the jury only who belongs together. */
export function* plainEvidence(stamps: SubjectStamps, jury: Pick<Jury, 'groups' | 'size'>): Steps<Evidence> {
  const entries: [Dimension, DimensionEvidence][] = [];
  for (const [place, dimension] of dimensions.entries()) {
    entries.push([dimension, yield* evidenceIn(stamps, jury, place)]);
  }
  return Object.fromEntries(entries) as Evidence;
}

function* evidenceIn(
  stamps: SubjectStamps,
  { groups, size }: Pick<Jury, 'groups' | 'size'>,
  place: number,
): Steps<DimensionEvidence> {
  const pace = new Pace();
  const authors = new Uint8Array(stamps.rigs.texts.length);
  const owners = new Uint8Array(size);
  let count = 0;
  // Half steps and hundredths: whole numbers add up to the same value in any order.
  let weighted = 0;
  let weight = 0;
  for (let at = 0; at < stamps.size; at++) {
    if (pace.did(0)) yield;
    const mark = markAt(stamps.marks[at] as number, place);
    if (mark === 0) continue;
    const author = stamps.authors[at] as number;
    count += 1;
    weighted += halvesOf(mark) * hundredthsOf(mark);
    weight += hundredthsOf(mark);
    authors[author] = 1;
    owners[groups[author] as number] = 1;
  }
  const mean = weight === 0 ? {} : { mean: weighted / (2 * weight) };
  return { stamps: count, ...mean, validators: onesIn(authors), groups: onesIn(owners) };
}

function onesIn(flags: Uint8Array): number {
  let ones = 0;
  for (const flag of flags) ones += flag;
  return ones;
}
