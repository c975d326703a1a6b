import { evidenceOf } from './evidence.ts';
import type { Lists } from './lists.ts';
import type { Found } from './show.ts';
import { Pace } from '../steps.ts';
import type { Steps } from '../steps.ts';
import { halfSteps } from './watched-stamps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

/** On so many submissions with others, never further from their mean than less than so many half steps. */
const fewest = 10;
const apart = 1;

/** How a giver's scores compare with those of others on the same submissions, as far as it is known. */
export class Agreement {
  readonly #stamps: WatchedStamps;
  /** Stamps on what others stamped too, by giver; undefined once one of them disagreed. */
  readonly #agreed = new Map<number, number[] | undefined>();

  constructor(stamps: WatchedStamps) {
    this.#stamps = stamps;
  }

  /** Compares all stamps about one rig; a submission has one worker, so they hold all of its stamps. */
  *compare(received: Int32Array): Steps<void> {
    const pace = new Pace();
    const submissions = yield* this.#bySubmission(received, pace);
    for (const same of submissions) {
      this.#compareSame(same);
      if (pace.did(10 * same.length)) yield;
    }
  }

  /** Every giver who never disagreed, in order. */
  found(given: Lists): Found[] {
    return [...this.#agreed.keys()]
      .sort((a, b) => a - b)
      .flatMap((vertex) => this.foundOf(vertex, given.length(vertex)));
  }

  /** The same for one giver of `of` stamps. */
  foundOf(vertex: number, of: number): Found[] {
    const at = this.#agreed.get(vertex) ?? [];
    if (at.length < fewest) return [];
    at.sort((a, b) => a - b);
    const seen = `on all ${at.length} submissions that others stamped too, the scores were those of the others`;
    return [{ kind: 'never_disagrees', vertices: [vertex], evidence: evidenceOf(at), of, seen }];
  }

  *#bySubmission(received: Int32Array, pace: Pace): Steps<Iterable<number[]>> {
    const found = new Map<number, number[]>();
    for (const at of received) {
      const completion = this.#stamps.completions[at] as number;
      const same = found.get(completion);
      if (same === undefined) found.set(completion, [at]);
      else same.push(at);
      if (pace.did(10)) yield;
    }
    return found.values();
  }

  #compareSame(same: readonly number[]): void {
    if (same.length < 2) return;
    const scores = same.map((at) => halfSteps(this.#stamps.scores[at] as number));
    const sums = sumsOf(scores);
    same.forEach((at, position) => this.#note(at, agrees(scores[position] as number[], sums)));
  }

  /** `agreed`: undefined where others said nothing about the same dimensions. */
  #note(at: number, agreed: boolean | undefined): void {
    if (agreed === undefined) return;
    const author = this.#stamps.authors[at] as number;
    if (!agreed) this.#agreed.set(author, undefined);
    else if (this.#agreed.has(author)) this.#agreed.get(author)?.push(at);
    else this.#agreed.set(author, [at]);
  }
}

type Sum = [sum: number, count: number];

function sumsOf(scores: readonly number[][]): Sum[] {
  const sums: Sum[] = [];
  for (const halves of scores) {
    halves.forEach((half, dimension) => {
      const [sum, count] = sums[dimension] ?? [0, 0];
      sums[dimension] = half === 0 ? [sum, count] : [sum + half, count + 1];
    });
  }
  return sums;
}

function agrees(halves: readonly number[], sums: readonly Sum[]): boolean | undefined {
  let compared = false;
  for (const [dimension, half] of halves.entries()) {
    const [sum, count] = sums[dimension] ?? [0, 0];
    if (half === 0 || count < 2) continue;
    compared = true;
    if (Math.abs(half - (sum - half) / (count - 1)) >= apart) return false;
  }
  return compared ? true : undefined;
}
