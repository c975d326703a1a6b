/** Keeps the results that were used last: as many as half of `limit`, and never more than it, so that no stranger can make
 * memory grow. */
export class BoundedCache<Value> {
  readonly #half: number;
  /** What was used since `#older` was put aside whole: that costs less than to move each value when it is used. */
  #newer = new Map<string, Value>();
  #older = new Map<string, Value>();

  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2));
  }

  /** The value kept for `key`; undefined when none is kept. */
  get(key: string): Value | undefined {
    const newer = this.#newer.get(key);
    if (newer !== undefined) return newer;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  /** Keeps a value, and lets those go that were not used for long when there are too many. */
  set(key: string, value: Value): void {
    if (this.#newer.size >= this.#half && !this.#newer.has(key)) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }
}
