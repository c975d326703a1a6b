import type { Judging } from './given.ts';
import { Numbered } from './numbered.ts';
import { Pace } from './steps.ts';
import type { Steps } from './steps.ts';

/** Whoever stamped one subject, by their numbers in its record: what they weigh under one set of weights and groups. */
export class Jury {
  /** Numbers of owner groups. */
  readonly groups: number[] = [];
  /** Of rigs; 0 for those of the subject's own group, too (yearbook rule). */
  readonly weights: number[] = [];
  /** The number of the subject's own group. */
  readonly own: number;
  readonly #judging: Judging;
  readonly #known = new Numbered();

  constructor(subject: string, judging: Judging) {
    this.#judging = judging;
    this.own = this.#known.number(judging.groupOf(subject));
  }

  /** How many owner groups there are. */
  get size(): number {
    return this.#known.texts.length;
  }

  /** Looks at those rigs of a list that it doesn't know yet: the list only ever gets longer. */
  *meet(rigs: readonly string[]): Steps<void> {
    const pace = new Pace();
    for (let number = this.groups.length; number < rigs.length; number++) {
      const rig = rigs[number] as string;
      const group = this.#known.number(this.#judging.groupOf(rig));
      this.groups.push(group);
      this.weights.push(group === this.own ? 0 : this.#judging.weights.of(rig));
      if (pace.did(20)) yield;
    }
  }
}
