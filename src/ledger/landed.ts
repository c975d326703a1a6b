import type { VerdictCode } from '../wire/codes.ts';
import type { LedgerEntry } from './commit.ts';

/** An entry, and a verdict that it had. */
export interface Verdict {
  origin: string;
  seq: number;
  code: VerdictCode;
}

export interface Landed {
  /** Entries that are new here, and how many of each verdict as of their landing. */
  entries: number;
  verdicts: Partial<Record<VerdictCode, number>>;
  /** Entries that stood here before and whose verdict changed on the way, with the one that they had; at most 1,000. */
  changed: Verdict[];
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
  verdicts: { code: VerdictCode; document?: string }[];
  /** What has another verdict because of it, of whatever log, as it was before. */
  changed: Verdict[];
  contradicted: boolean;
}

const changedLimit = 1_000;

/** Sums up slices for the report of a sync. */
export class LandedCount {
  #entries = 0;
  #slices = 0;
  readonly #verdicts: Partial<Record<VerdictCode, number>> = {};
  readonly #changed = new Map<string, Verdict>();
  /** The first new entry of each log. */
  readonly #begins = new Map<string, number>();
  readonly #documented = new Set<string>();
  readonly #contradicted = new Set<string>();

  add(parts: readonly LandedPart[]): void {
    this.#slices += 1;
    for (const { origin, entries } of parts) {
      const [first] = entries;
      if (first !== undefined && !this.#begins.has(origin)) this.#begins.set(origin, first.seq);
    }
    for (const part of parts) {
      this.#entries += part.entries.length;
      if (part.contradicted) this.#contradicted.add(part.origin);
      for (const { code, document } of part.verdicts) {
        this.#verdicts[code] = (this.#verdicts[code] ?? 0) + 1;
        if (document !== undefined) this.#documented.add(document);
      }
      for (const verdict of part.changed) this.#addChanged(verdict);
    }
  }

  result(): Landed {
    return {
      entries: this.#entries,
      verdicts: this.#verdicts,
      changed: [...this.#changed.values()],
      documented: [...this.#documented],
      contradicted: [...this.#contradicted],
      slices: this.#slices,
    };
  }

  /** The first of several changes says what the verdict was; new entries had none. */
  #addChanged({ origin, seq, code }: Verdict): void {
    const place = `${origin} ${seq}`;
    const isNew = seq >= (this.#begins.get(origin) ?? Infinity);
    if (isNew || this.#changed.has(place) || this.#changed.size === changedLimit) return;
    this.#changed.set(place, { origin, seq, code });
  }
}
