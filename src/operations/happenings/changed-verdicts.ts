import type { EntryPlace, ToldVerdict } from '../../private/told-verdicts.ts';
import type { Written } from '../../readmodel/written-entries.ts';
import { wordOf } from '../../wire/codes.ts';
import type { Places } from './happening-id.ts';

/** Entries that are looked at, and of one log looked through, without a pause. */
const pageSize = 200;
const stretch = 5_000;

/**
 * Finds what was told and has another verdict now, since something that it names came late, or a link, or a document. What
 * was written again since the last look is looked at; after a start, and when everything was judged anew, all that may differ.
 */
export class ChangedVerdicts {
  readonly #places: Places;
  readonly #written = new Map<string, EntryPlace>();
  #all: Iterator<EntryPlace[]> | undefined;

  constructor(places: Places) {
    this.#places = places;
    const { arrivals } = places;
    if (arrivals.told.begun) this.#all = allThatMayDiffer(places);
    else arrivals.beginVerdicts(this.#open());
  }

  /** Whether there is more to look at. */
  get waiting(): boolean {
    return this.#written.size > 0 || this.#all !== undefined;
  }

  /** Something was committed. What hasn't arrived is told with the verdict that it has then. */
  note(written: Written): void {
    if (written === 'all') {
      this.#all = allThatMayDiffer(this.#places);
      return;
    }
    for (const { origin, seq } of written) {
      if (seq <= this.#places.arrivals.head(origin)) this.#written.set(`${origin} ${seq}`, { origin, seq });
    }
  }

  /** Looks at the next few, and gives each that has changed its place. */
  look(): void {
    const { arrivals } = this.#places;
    const written = [...this.#written].slice(0, pageSize);
    for (const [key] of written) this.#written.delete(key);
    const entries = written.length > 0 ? written.map(([, entry]) => entry) : this.#next();
    arrivals.change(entries.flatMap((entry) => this.#changeOf(entry)));
  }

  #next(): EntryPlace[] {
    const next = this.#all?.next();
    if (next?.done !== false) this.#all = undefined;
    return next?.done === false ? next.value : [];
  }

  #changeOf({ origin, seq }: EntryPlace): ToldVerdict[] {
    const { reader, arrivals } = this.#places;
    const code = seq <= arrivals.head(origin) ? reader.logs.entry(origin, seq)?.code : undefined;
    if (code === undefined || wordOf(code) === 'rejected') return [];
    return code === arrivals.told.of(origin, seq) ? [] : [{ origin, seq, code }];
  }

  *#open(): Generator<ToldVerdict> {
    const { reader, arrivals } = this.#places;
    for (const [origin] of reader.vector()) {
      for (const entry of reader.logs.notYetOk(origin, 0, arrivals.head(origin))) yield { origin, ...entry };
    }
  }
}

/** What wasn't `ok` when it was told, and what isn't now. */
function* allThatMayDiffer({ reader, arrivals }: Places): Generator<EntryPlace[]> {
  let last: EntryPlace = { origin: '', seq: 0 };
  for (let page = arrivals.told.after(last, pageSize); page.length > 0; page = arrivals.told.after(last, pageSize)) {
    last = page.at(-1) ?? last;
    yield page;
  }
  for (const [origin] of reader.vector()) {
    const head = arrivals.head(origin);
    for (let after = 0; after < head; after += stretch) {
      yield reader.logs.notYetOk(origin, after, Math.min(head, after + stretch)).map(({ seq }) => ({ origin, seq }));
    }
  }
}
