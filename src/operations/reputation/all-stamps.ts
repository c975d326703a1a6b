import { StampBook } from '../../domain/reputation/stamp-book.ts';
import type { StampScores } from '../../domain/reputation/scores.ts';
import type { ScoreRow, TrustReader } from '../../readmodel/trust-reader.ts';
import type { Steps } from './in-slices.ts';

const pageRows = 1_000;

/** All counting stamps packed in memory, some ten bytes each, kept up subject by subject. */
export class AllStamps {
  readonly #reader: TrustReader;
  #book: StampBook | undefined;
  /** Grows whenever everything is to be read anew. */
  #generation = 0;
  /** Whose stamps may have changed since they were read. */
  readonly #touched = new Set<string>();

  constructor(reader: TrustReader) {
    this.#reader = reader;
  }

  /** Takes note of a subject whose stamps may have changed; without one, of everything. */
  touch(subject: string | undefined): void {
    if (subject !== undefined) this.#touched.add(subject);
    else this.#forget();
  }

  /** The book with everything that was committed when this began. */
  *current(): Steps<StampBook> {
    const book = this.#book ?? (yield* this.#read());
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const subject of touched) {
      const stamps = new Map<string, StampScores>();
      yield* this.#pages([subject, '', ''], (row) => {
        if (row[0] === subject) addTo(stamps, row);
        return row[0] === subject;
      });
      book.put(subject, stamps.values());
    }
    return book;
  }

  #forget(): void {
    this.#book = undefined;
    this.#generation += 1;
  }

  *#read(): Steps<StampBook> {
    const book = new StampBook();
    const generation = this.#generation;
    this.#touched.clear();
    let stamps = new Map<string, StampScores>();
    let subject = '';
    yield* this.#pages(['', '', ''], (row) => {
      if (row[0] !== subject) {
        book.put(subject, stamps.values());
        stamps = new Map();
        subject = row[0];
      }
      addTo(stamps, row);
      return true;
    });
    book.put(subject, stamps.values());
    if (generation === this.#generation) this.#book = book;
    return book;
  }

  /** Rows behind this one, page by page, for as long as `take` wants more. */
  *#pages(start: [string, string, string], take: (row: ScoreRow) => boolean): Steps {
    let after = start;
    for (;;) {
      const page = this.#reader.scores(after, pageRows);
      for (const row of page) if (!take(row)) return;
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) return;
      after = [last[0], last[1], last[2]];
      yield;
    }
  }
}

function addTo(stamps: Map<string, StampScores>, row: ScoreRow): void {
  const [subject, dimension, stamp, author, halves, hundredths] = row;
  let known = stamps.get(stamp);
  if (known === undefined) stamps.set(stamp, (known = { stamp, author, subject, dimensions: {} }));
  known.dimensions[dimension] = { score: halves / 2, confidence: hundredths / 100 };
}
