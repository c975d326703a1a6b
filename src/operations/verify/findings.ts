/** One thing that isn't as it should be. */
export interface Finding {
  /** What was looked at: `ledger`, `commons` or `read model`. */
  where: 'ledger' | 'commons' | 'read model';
  /** A stable word for what is wrong. */
  code: string;
  detail: string;
}

/** Enough to see what is wrong; damage may be everywhere. */
const kept = 100;

/** Collects what is found: the first ones in full, all by number. */
export class Findings {
  readonly #list: Finding[] = [];
  #count = 0;

  add(where: Finding['where'], code: string, detail: string): void {
    this.#count += 1;
    if (this.#list.length < kept) this.#list.push({ where, code, detail });
  }

  get count(): number {
    return this.#count;
  }

  get list(): readonly Finding[] {
    return this.#list;
  }
}
