import { dimensions } from '../../wire/event.ts';
import type { Dimension } from '../../wire/event.ts';
import type { StampScores } from './scores.ts';

/** What the counting stamps about a rig say in one dimension: no trust, no decay, nothing but sums. */
export interface DimensionEvidence {
  stamps: number;
  /** Mean score weighted by confidence; absent without stamps, and when nobody was confident at all. */
  mean?: number;
  /** Distinct authors, and distinct owner groups of these; a rig without a group is one of its own. */
  validators: number;
  groups: number;
}

export type Evidence = Record<Dimension, DimensionEvidence>;

/** The plain evidence in stamps about one subject. */
export function plainEvidence(stamps: readonly StampScores[], groupOf: (rig: string) => string): Evidence {
  const entries = dimensions.map((dimension) => [dimension, evidenceIn(stamps, dimension, groupOf)] as const);
  return Object.fromEntries(entries) as Evidence;
}

function evidenceIn(
  stamps: readonly StampScores[],
  dimension: Dimension,
  groupOf: (rig: string) => string,
): DimensionEvidence {
  const authors = new Set<string>();
  let count = 0;
  let weighted = 0;
  let weight = 0;
  for (const { author, dimensions: given } of stamps) {
    const said = given[dimension];
    if (said === undefined) continue;
    // Half steps and hundredths: whole numbers add up to the same value in any order.
    const confidence = Math.round(said.confidence * 100);
    count += 1;
    weighted += Math.round(said.score * 2) * confidence;
    weight += confidence;
    authors.add(author);
  }
  const mean = weight === 0 ? {} : { mean: weighted / (2 * weight) };
  const groups = new Set([...authors].map(groupOf));
  return { stamps: count, ...mean, validators: authors.size, groups: groups.size };
}
