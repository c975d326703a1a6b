import { dimensions } from '../../wire/words.ts';
import type { Jury } from './jury.ts';
import { halvesOf, hundredthsOf, markAt } from './marks.ts';
import { sortInto } from './signals/lists.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';
import type { Standing } from './tiers.ts';

/** An accepted completion of a rig. */
export interface AcceptedWork {
  id: string;
  /** Who accepted it. */
  decidedBy: string;
}

export interface RigRecord {
  rig: string;
  known: boolean;
  /** Milliseconds: when its first document was logged, as that log says; undefined while none is known. */
  since: number | undefined;
  accepted: readonly AcceptedWork[];
  judged: Judged;
}

/** Whose judgement counts, and who belongs together. */
export interface Judges {
  /** The weight of a rig's owner group: 0 for whoever no root reaches. */
  weight(rig: string): number;
  groupOf(rig: string): string;
}

/** What rigs of weight above 0 and of another owner stamped. */
export interface Judged {
  /** In owner groups. */
  validators: number;
  /** Two of one owner on one completion are one. */
  stamps: number;
  /** Sum of score × confidence over all dimensions, and of confidence, in half steps and hundredths. */
  weighted: number;
  confidence: number;
  /** Whether one of them is on this completion. */
  isOn(completion: string): boolean;
}

const day = 24 * 60 * 60 * 1000;

/** Goes through the stamps about a subject for `countRecord`, completion by completion. */
export function* judgedBy(stamps: SubjectStamps, { groups, weights, size }: Jury): Steps<Judged> {
  const { completions } = stamps;
  const byWork = yield* sortInto(completions.texts.length, stamps.works.subarray(0, stamps.size));
  const pace = new Pace();
  const works = new Uint8Array(byWork.size);
  /** By owner group: the last completion that it was seen on, from 1. */
  const lastWork = new Uint32Array(size);
  const judged = { validators: 0, stamps: 0, weighted: 0, confidence: 0 };
  for (let work = 0; work < byWork.size; work++) {
    for (const at of byWork.of(work)) {
      if (pace.did(10)) yield;
      const author = stamps.authors[at] as number;
      if (weights[author] === 0) continue;
      const group = groups[author] as number;
      works[work] = 1;
      if (lastWork[group] === 0) judged.validators += 1;
      if (lastWork[group] !== work + 1) judged.stamps += 1;
      lastWork[group] = work + 1;
      addMarks(judged, stamps.marks[at] as number);
    }
  }
  return { ...judged, isOn: (completion) => works[completions.known(completion) ?? -1] === 1 };
}

function addMarks(sums: { weighted: number; confidence: number }, marks: number): void {
  for (let place = 0; place < dimensions.length; place++) {
    const mark = markAt(marks, place);
    if (mark === 0) continue;
    sums.weighted += halvesOf(mark) * hundredthsOf(mark);
    sums.confidence += hundredthsOf(mark);
  }
}

/**
 * What of a record counts. Only what rigs of weight above 0 and of another owner said: whoever makes ten rigs can let them
 * stamp and accept each other's work without end, and would else be a maintainer by the evening. Validators are counted in
 * owner groups, and two stamps of one owner on one completion are one. A completion counts once such a rig accepted or
 * stamped it. The days come from a log whose node may write any time, so they stop only who keeps no node; the rest stops
 * the others.
 */
export function countRecord(record: RigRecord, judges: Judges, now: number): Standing {
  const { rig, known, since, accepted, judged } = record;
  const own = judges.groupOf(rig);
  const counts = (judge: string): boolean => judges.groupOf(judge) !== own && judges.weight(judge) > 0;
  const completions = accepted.filter(({ id, decidedBy }) => judged.isOn(id) || counts(decidedBy));
  return {
    known,
    completions: completions.length,
    stamps: judged.stamps,
    validators: judged.validators,
    days: since === undefined ? 0 : Math.max(0, now - since) / day,
    mean: judged.confidence === 0 ? undefined : judged.weighted / (2 * judged.confidence),
  };
}
