import type { Marked } from './each-mark.ts';
import type { Judging } from './given.ts';
import { inOrder } from './in-order.ts';
import { marksOf } from './marks.ts';
import { Numbered } from './numbered.ts';
import { fromSums } from './scores.ts';
import type { Reputation, StampScores } from './scores.ts';
import type { Steps } from './steps.ts';
import { Tally } from './tally.ts';

/** All stamps that count, packed for computing everyone's reputation at once: eight bytes a stamp. */
export class StampBook {
  readonly #rigs = new Numbered();
  readonly #pages = new Map<string, Marked>();

  /** Puts all stamps about a subject in the place of what was known about it. */
  put(subject: string, stamps: Iterable<StampScores>): void {
    const page = new BookPage(this.#rigs);
    for (const { author, dimensions } of inOrder(stamps)) page.add(author, marksOf(dimensions));
    this.putPage(subject, page);
  }

  /** An empty page of this book, to be filled in the order of the stamps' ids. */
  page(): BookPage {
    return new BookPage(this.#rigs);
  }

  /** Puts a page in the place of what was known about a subject. */
  putPage(subject: string, page: BookPage): void {
    if (page.size === 0) this.#pages.delete(subject);
    else this.#pages.set(subject, page.packed());
  }

  /** Everyone's reputation, to the bit what `reputationOf` says, one subject at a time. */
  *reputations(judging: Judging, take: (subject: string, reputation: Reputation) => void): Steps<void> {
    const tally = new Tally(this.#rigs.texts, judging);
    for (const [subject, page] of this.#pages) {
      take(subject, fromSums(yield* tally.sums(subject, page)));
      yield;
    }
  }
}

const fewest = 4;

/** The stamps about one subject while they are gathered. */
export class BookPage {
  size = 0;
  readonly #rigs: Numbered;
  #authors = new Uint32Array(fewest);
  #marks = new Uint32Array(fewest);

  constructor(rigs: Numbered) {
    this.#rigs = rigs;
  }

  /** Adds the next stamp by id. */
  add(author: string, marks: number): void {
    if (this.size === this.#authors.length) {
      this.#authors = larger(this.#authors);
      this.#marks = larger(this.#marks);
    }
    this.#authors[this.size] = this.#rigs.number(author);
    this.#marks[this.size] = marks;
    this.size += 1;
  }

  /** As it is kept: with no room to spare. */
  packed(): Marked {
    const { size } = this;
    return { size, authors: this.#authors.slice(0, size), marks: this.#marks.slice(0, size) };
  }
}

function larger(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(2 * numbers.length);
  grown.set(numbers);
  return grown;
}
