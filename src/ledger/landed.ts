import type { VerdictCode } from '../wire/codes.ts';
import type { LedgerEntry } from './commit.ts';

/** An entry that has landed with another verdict than `ok`. */
export interface LandedRefusal {
  origin: string;
  seq: number;
  hash: string;
  code: VerdictCode;
}

export interface Landed {
  /** Entries that are new here, and how many of each verdict as of their landing. */
  entries: number;
  verdicts: Partial<Record<VerdictCode, number>>;
  /** At most 1,000 of them. */
  refused: LandedRefusal[];
  /** Identities of which a document has landed. */
  documented: string[];
  /** Logs that don't continue what has landed of them from elsewhere meanwhile: nothing more of them landed. */
  contradicted: string[];
  /** Turns of the writer, each one merge where anything was new. */
  slices: number;
}

/** What became of one log's part of a slice. */
export interface LandedPart {
  origin: string;
  entries: LedgerEntry[];
  verdicts: { seq: number; hash: string; code: VerdictCode; document?: string }[];
  contradicted: boolean;
}

const refusedLimit = 1_000;

/** Sums up slices for the report of a sync. */
export class LandedCount {
  #entries = 0;
  #slices = 0;
  readonly #verdicts: Partial<Record<VerdictCode, number>> = {};
  readonly #refused: LandedRefusal[] = [];
  readonly #documented = new Set<string>();
  readonly #contradicted = new Set<string>();

  add(parts: readonly LandedPart[]): void {
    this.#slices += 1;
    for (const part of parts) {
      this.#entries += part.entries.length;
      if (part.contradicted) this.#contradicted.add(part.origin);
      for (const { seq, hash, code, document } of part.verdicts) {
        this.#verdicts[code] = (this.#verdicts[code] ?? 0) + 1;
        if (document !== undefined) this.#documented.add(document);
        const named = code === 'ok' || this.#refused.length === refusedLimit;
        if (!named) this.#refused.push({ origin: part.origin, seq, hash, code });
      }
    }
  }

  result(): Landed {
    return {
      entries: this.#entries,
      verdicts: this.#verdicts,
      refused: this.#refused,
      documented: [...this.#documented],
      contradicted: [...this.#contradicted],
      slices: this.#slices,
    };
  }
}
