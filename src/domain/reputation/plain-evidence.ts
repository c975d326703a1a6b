import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import { stampsOfStep } from './each-mark.ts';
import type { Jury } from './jury.ts';
import { halvesOf, hundredthsOf, markAt, markCount } from './marks.ts';
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
  const counts = dimensions.map(() => new MarkCount(stamps.rigs.texts.length));
  for (let at = 0; at < stamps.size; at++) {
    const author = stamps.authors[at] as number;
    const marks = stamps.marks[at] as number;
    for (let place = 0; place < counts.length; place++) counts[place]?.add(markAt(marks, place), author);
    if (at % stampsOfStep === stampsOfStep - 1) yield;
  }
  const entries = dimensions.map((dimension, place) => [dimension, counts[place]?.evidence(jury)] as const);
  return Object.fromEntries(entries) as Evidence;
}

/** How often each mark was given in one dimension, and by whom. */
class MarkCount {
  readonly #times = new Float64Array(markCount);
  readonly #authors: Uint8Array;

  constructor(rigs: number) {
    this.#authors = new Uint8Array(rigs);
  }

  add(mark: number, author: number): void {
    if (mark === 0) return;
    this.#times[mark] = (this.#times[mark] as number) + 1;
    this.#authors[author] = 1;
  }

  evidence({ groups, size }: Pick<Jury, 'groups' | 'size'>): DimensionEvidence {
    // Half steps and hundredths: whole numbers add up to the same value in any order.
    let [count, weighted, weight] = [0, 0, 0];
    for (let mark = 1; mark < markCount; mark++) {
      const times = this.#times[mark] as number;
      if (times === 0) continue;
      count += times;
      weighted += times * halvesOf(mark) * hundredthsOf(mark);
      weight += times * hundredthsOf(mark);
    }
    const owners = new Uint8Array(size);
    let validators = 0;
    for (let author = 0; author < this.#authors.length; author++) {
      if (this.#authors[author] === 0) continue;
      validators += 1;
      owners[groups[author] as number] = 1;
    }
    const mean = weight === 0 ? {} : { mean: weighted / (2 * weight) };
    return { stamps: count, ...mean, validators, groups: owners.reduce((ones, isOne) => ones + isOne, 0) };
  }
}
