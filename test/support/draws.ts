/** Choices out of given numbers; 0 once they are used up. */
export class Draws {
  readonly #values: readonly number[];
  #at = 0;

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  get left(): number {
    return this.#values.length - this.#at;
  }

  /** A number from 0 to `count - 1`. */
  below(count: number): number {
    const value = this.#values[this.#at] ?? 0;
    this.#at += 1;
    return value % count;
  }

  /** True once in so many times. */
  oneIn(count: number): boolean {
    return this.below(count) === 1;
  }

  from<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new RangeError('nothing to choose from');
    return choices[this.below(choices.length)] as T;
  }
}
