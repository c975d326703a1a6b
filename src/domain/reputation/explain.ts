import type { Dimension } from '../../wire/event.ts';
import type { Reputation, StampScores } from './scores.ts';
import { reputationOf } from './scores.ts';
import { statementsOf } from './statements.ts';
import type { Statement } from './statements.ts';
import type { Weights } from './weights.ts';

/** One stamp's part in one dimension. */
export interface Part extends Statement {
  /** What it moves the mean by, up or down. */
  share: number;
  /** Owner groups from a root's to the author's, both included; absent when no root reaches it and it weighs nothing. */
  path?: string[];
}

/** What everyone's mean is before any evidence. */
export const startingMean = 0.5;

export interface Explanation {
  reputation: Reputation;
  /** In stamp id order. In each dimension the shares and the starting mean sum to the mean, within 1e-9; `r` sums to
   * alpha − 1, `s` to beta − 1. */
  parts: Part[];
}

/** Takes a subject's reputation apart into what each stamp gives. */
export function explain(
  stamps: readonly StampScores[],
  weights: Pick<Weights, 'of' | 'path'>,
  groupOf: (rig: string) => string,
): Explanation {
  const reputation = reputationOf(stamps, weights, groupOf);
  const parts = statementsOf(stamps, weights, groupOf).map((statement): Part => {
    const share = shareOf(statement, reputation[statement.dimension].uncertainty);
    const path = weights.path(statement.author);
    return { ...statement, share, ...(path && { path }) };
  });
  return { reputation, parts };
}

/** mean − ½ = (r − s) / 2 (r + s + 2), which is linear in what each stamp says once the whole is known. */
export function shareOf({ r, s }: Pick<Statement, 'r' | 's'>, uncertainty: number): number {
  return ((r - s) * uncertainty) / 4;
}

/** The parts of one dimension. */
export function partsOf(explanation: Explanation, dimension: Dimension): Part[] {
  return explanation.parts.filter((part) => part.dimension === dimension);
}
