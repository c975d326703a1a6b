import { StampBook } from '../../domain/reputation/stamp-book.ts';
import type { MarksRow, StampPlace, TrustReader } from '../../readmodel/trust-reader.ts';
import type { Steps } from '../../domain/reputation/steps.ts';

const pageRows = 500;

/** All counting stamps packed in memory, some eight bytes each, kept up subject by subject. */
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
      const page = book.page();
      for (let after = ''; ;) {
        const rows = this.#reader.about(subject, after, pageRows);
        for (const { author, marks } of rows) page.add(author, marks);
        if (rows.length < pageRows) break;
        after = rows.at(-1)?.stamp ?? '';
        yield;
      }
      book.putPage(subject, page);
      yield;
    }
    return book;
  }

  #forget(): void {
    this.#book = undefined;
    this.#generation += 1;
  }

  *#read(): Steps<StampBook> {
    const generation = this.#generation;
    this.#touched.clear();
    const book = yield* fillBook((after, limit) => this.#reader.marks(after, limit));
    if (generation === this.#generation) this.#book = book;
    return book;
  }
}

/** A book of all stamps that come in pages, in the order of their subjects and ids. */
export function* fillBook(read: (after: StampPlace, limit: number) => MarksRow[]): Steps<StampBook> {
  const book = new StampBook();
  let page = book.page();
  let last: StampPlace = { subject: '', stamp: '' };
  for (;;) {
    const rows = read(last, pageRows);
    for (const row of rows) {
      if (row.subject !== last.subject) {
        book.putPage(last.subject, page);
        page = book.page();
      }
      page.add(row.author, row.marks);
      last = row;
    }
    if (rows.length < pageRows) break;
    yield;
  }
  book.putPage(last.subject, page);
  return book;
}
