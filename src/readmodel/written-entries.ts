import type { EntryRow } from '../domain/state.ts';
import type { SqliteState } from './state.ts';

/** Entries that were written, new or with another verdict; `all` when everything was made anew. */
export type Written = readonly Pick<EntryRow, 'origin' | 'seq'>[] | 'all';

/** Notes which entries are written, and tells it once it is committed. What a savepoint took back may be among them. */
export class WrittenEntries {
  #listener: ((written: Written) => void) | undefined;
  #entries: Pick<EntryRow, 'origin' | 'seq'>[] = [];
  #all = false;

  /** From now on something is noted, for one listener. */
  tell(listener: (written: Written) => void, state: SqliteState): void {
    this.#listener = listener;
    state.rows('entries').watch((row) => {
      const { origin, seq } = row as unknown as EntryRow;
      if (!this.#all) this.#entries.push({ origin, seq });
    });
  }

  /** Everything is made anew: what is written one by one says no more. */
  everything(): void {
    this.#all = true;
    this.#entries = [];
  }

  /** What was noted was taken back, or is told. */
  forget(): void {
    this.#all = false;
    this.#entries = [];
  }

  committed(): void {
    const written = this.#all ? 'all' : this.#entries;
    if (written.length === 0) return;
    this.forget();
    this.#listener?.(written);
  }
}
