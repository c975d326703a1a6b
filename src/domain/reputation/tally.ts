import { dimensions } from '../../wire/event.ts';
import { evidence } from './evidence.ts';
import type { Sums } from './scores.ts';
import type { Weights } from './weights.ts';

/** The stamps about one subject in id order, packed: who, and for each dimension two bytes. */
export interface Page {
  /** Numbers of the authors in the book. */
  authors: Uint32Array;
  /** Score in halves (0: none given) and confidence in hundredths, dimension by dimension, stamp by stamp. */
  marks: Uint8Array;
}

/** Bytes of marks that a stamp has. */
export const marksOfStamp = 2 * dimensions.length;

/** Sums up packed stamps under one set of weights, to the bit as `reputationOf` would have it. */
export class Tally {
  /** For each rig of the book: the number of its owner group, and what that weighs. */
  readonly #groups: Uint32Array;
  readonly #weights: Float64Array;
  readonly #numbers = new Map<string, number>();
  readonly #groupOf: (rig: string) => string;
  /** For each owner group and dimension: what its next stamp about the subject at hand counts. */
  readonly #discounts: Float64Array;

  constructor(rigs: readonly string[], weights: Pick<Weights, 'of'>, groupOf: (rig: string) => string) {
    this.#groupOf = groupOf;
    this.#weights = Float64Array.from(rigs, (rig) => weights.of(rig));
    this.#groups = Uint32Array.from(rigs, (rig) => this.#number(groupOf(rig)));
    this.#discounts = new Float64Array(dimensions.length * this.#numbers.size).fill(1);
  }

  /** What a page says about its subject. */
  sums(subject: string, { authors, marks }: Page): Sums {
    const r = new Float64Array(dimensions.length);
    const s = new Float64Array(dimensions.length);
    const own = this.#numbers.get(this.#groupOf(subject));
    for (let stamp = 0; stamp < authors.length; stamp++) {
      const author = authors[stamp] as number;
      const group = this.#groups[author] as number;
      if (group === own) continue;
      for (let place = 0; place < dimensions.length; place++) {
        const halves = marks[marksOfStamp * stamp + 2 * place] as number;
        if (halves === 0) continue;
        const c = (marks[marksOfStamp * stamp + 2 * place + 1] as number) / 100;
        const x = (halves / 2 - 1) / 4;
        const given = evidence(this.#weights[author] as number, c, x, this.#discount(group, place));
        r[place] = (r[place] as number) + given.r;
        s[place] = (s[place] as number) + given.s;
      }
    }
    this.#startAnew(authors);
    return { r, s };
  }

  /** What the group's stamp counts; the next one counts half of it. */
  #discount(group: number, place: number): number {
    const at = dimensions.length * group + place;
    const discount = this.#discounts[at] as number;
    this.#discounts[at] = discount / 2;
    return discount;
  }

  #startAnew(authors: Uint32Array): void {
    for (const author of authors) {
      const from = dimensions.length * (this.#groups[author] as number);
      this.#discounts.fill(1, from, from + dimensions.length);
    }
  }

  #number(group: string): number {
    const number = this.#numbers.get(group) ?? this.#numbers.size;
    this.#numbers.set(group, number);
    return number;
  }
}
