import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import type { DimensionReputation, Reputation } from './scores.ts';

/** A rig's place in one dimension. */
export interface Ranked {
  rig: string;
  reputation: DimensionReputation;
}

/** So many rigs are ranked in each dimension. */
export const mostRanked = 10_000;
/** So many more are gathered before they are sorted in. */
const gathered = 2_000;

/** The best rigs in each dimension, by the lower bound; whoever nothing of weight is said of has no place. */
export class Ranking {
  readonly #best = new Map<Dimension, Ranked[]>();
  readonly #new = new Map<Dimension, Ranked[]>();

  add(rig: string, reputations: Reputation): void {
    for (const dimension of dimensions) {
      const reputation = reputations[dimension];
      if (reputation.uncertainty === 1) continue;
      const list = this.#new.get(dimension) ?? [];
      this.#new.set(dimension, list);
      if (list.push({ rig, reputation }) >= gathered) this.#sortIn(dimension);
    }
  }

  /** In one dimension, the best first. */
  in(dimension: Dimension): readonly Ranked[] {
    this.#sortIn(dimension);
    return this.#best.get(dimension) ?? [];
  }

  #sortIn(dimension: Dimension): void {
    const list = this.#new.get(dimension) ?? [];
    if (list.length === 0) return;
    this.#new.delete(dimension);
    const all = [...(this.#best.get(dimension) ?? []), ...list].sort(compare);
    this.#best.set(dimension, all.slice(0, mostRanked));
  }
}

function compare(a: Ranked, b: Ranked): number {
  return b.reputation.lower - a.reputation.lower || (a.rig < b.rig ? -1 : 1);
}
