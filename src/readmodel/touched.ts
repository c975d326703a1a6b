import type { GroupRow, StampRow, VouchRow } from '../domain/state.ts';
import type { SqliteState } from './state.ts';

/** Rows that trust and reputation follow, as far as they may have changed. What a savepoint took back may be among them. */
export interface Touched {
  /** Everything: the read model was made anew. */
  all: boolean;
  /** Pairs of giver and subject, by vouch. */
  vouches: Map<string, [giver: string, subject: string]>;
  /** Rigs whose owner group may be another. */
  groups: Set<string>;
  /** Subjects, by stamp. */
  stamps: Map<string, string>;
}

/** Notes what is written, and tells it once it is committed. */
export class TouchedRows {
  readonly #listeners: ((touched: Touched) => void)[] = [];
  #touched = nothing();

  /** From the first listener on something is noted. */
  tell(listener: (touched: Touched) => void, state: SqliteState): void {
    if (this.#listeners.push(listener) > 1) return;
    state.rows('vouches').watch((row) => {
      const { id, giver, subject } = row as unknown as VouchRow;
      this.#touched.vouches.set(id, [giver, subject]);
    });
    state.rows('groups').watch((row) => this.#touched.groups.add((row as unknown as GroupRow).rig));
    state.rows('stamps').watch((row) => {
      const { id, subject } = row as unknown as StampRow;
      this.#touched.stamps.set(id, subject);
    });
  }

  /** Everything is made anew: what was noted one by one says no more. */
  everything(): void {
    this.#touched = { ...nothing(), all: true };
  }

  /** What was noted was taken back, or is told. */
  forget(): void {
    this.#touched = nothing();
  }

  committed(): void {
    const touched = this.#touched;
    if (!touched.all && touched.vouches.size + touched.groups.size + touched.stamps.size === 0) return;
    this.forget();
    for (const listener of this.#listeners) listener(touched);
  }
}

function nothing(): Touched {
  return { all: false, vouches: new Map(), groups: new Set(), stamps: new Map() };
}
