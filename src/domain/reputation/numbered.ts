/** Texts that are written once and meant by their numbers, from 0 in the order in which they come. */
export class Numbered {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a text, a new one if it hasn't come before. */
  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.texts.push(text) - 1));
    return number;
  }

  /** The number of a text that has come before. */
  known(text: string): number | undefined {
    return this.#numbers.get(text);
  }
}
