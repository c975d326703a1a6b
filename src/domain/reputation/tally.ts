import { dimensions } from '../../wire/words.ts';
import { stampsOfStep, takeStamp } from './each-mark.ts';
import type { Marked } from './each-mark.ts';
import type { Judging } from './given.ts';
import { Numbered } from './numbered.ts';
import type { Steps } from './steps.ts';
import { add, noSums } from './sums.ts';
import type { Sums } from './sums.ts';

const unknown = -1;

/** Sums up packed stamps about many subjects under one set of weights, to the bit as `reputationOf` would have it. */
export class Tally {
  readonly #rigs: readonly string[];
  readonly #judging: Judging;
  readonly #known = new Numbered();
  /** For each rig of the book: the number of its owner group, and what that weighs. */
  readonly #groups: Int32Array;
  readonly #weights: Float64Array;
  /** For each owner group and dimension: how many of its stamps about the subject at hand have come. */
  #turns = new Uint32Array(dimensions.length);

  constructor(rigs: readonly string[], judging: Judging) {
    this.#rigs = rigs;
    this.#judging = judging;
    this.#groups = new Int32Array(rigs.length).fill(unknown);
    this.#weights = new Float64Array(rigs.length);
  }

  /** What is said about one subject. */
  *sums(subject: string, stamps: Marked): Steps<Sums> {
    const { authors, size } = stamps;
    const own = this.#known.number(this.#judging.groupOf(subject));
    const weighing = { groups: this.#groups, weights: this.#weights };
    const sums = noSums();
    const take = (_at: number, place: number, r: number, s: number): void => add(sums, place, r, s);
    for (let at = 0; at < size; at++) {
      const author = authors[at] as number;
      this.#meet(author);
      if (this.#groups[author] !== own) takeStamp(stamps, weighing, this.#turns, at, take);
      if (at % stampsOfStep === stampsOfStep - 1) yield;
    }
    for (let at = 0; at < size; at++) this.#startAnew(this.#groups[authors[at] as number] as number);
    return sums;
  }

  #meet(author: number): void {
    if (this.#groups[author] !== unknown) return;
    const rig = this.#rigs[author] as string;
    const group = this.#known.number(this.#judging.groupOf(rig));
    this.#groups[author] = group;
    this.#weights[author] = this.#judging.weights.of(rig);
    const needed = dimensions.length * (group + 1);
    if (needed <= this.#turns.length) return;
    const turns = new Uint32Array(2 * needed);
    turns.set(this.#turns);
    this.#turns = turns;
  }

  #startAnew(group: number): void {
    const from = dimensions.length * group;
    for (let place = 0; place < dimensions.length; place++) this.#turns[from + place] = 0;
  }
}
