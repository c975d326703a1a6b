import { dimensions } from '../wire/event.ts';
import type { Dimension } from '../wire/event.ts';
import type { Statements } from './statements.ts';

/** What the counting stamps about a rig say in one dimension. */
export interface DimensionEvidence {
  stamps: number;
  /** Mean score weighted by confidence; absent without stamps, and when nobody was confident at all. */
  mean?: number;
  /** Distinct authors, and distinct owner groups of these; a rig without a group is one of its own. */
  validators: number;
  groups: number;
}

export type Evidence = Record<Dimension, DimensionEvidence>;

/** Plain evidence about rigs: no trust, no decay, nothing but sums. */
export class EvidenceReader {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The evidence about a rig in all three dimensions. */
  evidence(subject: string): Evidence {
    const rows = this.#statements.all<[string, number, number, number, number, number]>(sums, subject);
    const found = new Map(rows.map(([dimension, ...values]) => [dimension, values]));
    const entries = dimensions.map((dimension) => [dimension, evidenceOf(found.get(dimension))]);
    return Object.fromEntries(entries) as Evidence;
  }
}

/** Scores are in half steps and confidences in hundredths here: whole numbers, so the mean has no order of addition. */
const sums = `
  SELECT dimension, count(*), sum(score * confidence), sum(confidence), count(DISTINCT author),
         count(DISTINCT coalesce(group_id, author))
  FROM scores LEFT JOIN groups ON groups.rig = scores.author
  WHERE subject = ? GROUP BY dimension`;

function evidenceOf(values: number[] | undefined): DimensionEvidence {
  const [stamps = 0, weighted = 0, weight = 0, validators = 0, groups = 0] = values ?? [];
  const mean = weight === 0 ? {} : { mean: weighted / (2 * weight) };
  return { stamps, ...mean, validators, groups };
}
