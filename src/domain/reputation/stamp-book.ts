import { dimensions } from '../../wire/event.ts';
import { inOrder } from './in-order.ts';
import { fromSums } from './scores.ts';
import type { Reputation, StampScores } from './scores.ts';
import { marksOfStamp, Tally } from './tally.ts';
import type { Page } from './tally.ts';
import type { Weights } from './weights.ts';

/** All stamps that count, packed for computing everyone's reputation at once: ten bytes a stamp. */
export class StampBook {
  readonly #rigs: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #pages = new Map<string, Page>();

  /** Puts all stamps about a subject in the place of what was known about it. */
  put(subject: string, stamps: Iterable<StampScores>): void {
    const ordered = inOrder(stamps);
    if (ordered.length === 0) this.#pages.delete(subject);
    else this.#pages.set(subject, this.#pack(ordered));
  }

  /** Everyone's reputation, to the bit what `reputationOf` says, one subject at a time. */
  *reputations(
    weights: Pick<Weights, 'of'>,
    groupOf: (rig: string) => string,
  ): Generator<[subject: string, Reputation]> {
    const tally = new Tally(this.#rigs, weights, groupOf);
    for (const [subject, page] of this.#pages) yield [subject, fromSums(tally.sums(subject, page))];
  }

  #pack(stamps: readonly StampScores[]): Page {
    const authors = Uint32Array.from(stamps, ({ author }) => this.#number(author));
    const marks = new Uint8Array(marksOfStamp * stamps.length);
    stamps.forEach(({ dimensions: given }, index) => {
      dimensions.forEach((dimension, place) => {
        const at = marksOfStamp * index + 2 * place;
        marks[at] = 2 * (given[dimension]?.score ?? 0);
        marks[at + 1] = Math.round(100 * (given[dimension]?.confidence ?? 0));
      });
    });
    return { authors, marks };
  }

  #number(rig: string): number {
    let number = this.#numbers.get(rig);
    if (number === undefined) this.#numbers.set(rig, (number = this.#rigs.push(rig) - 1));
    return number;
  }
}
