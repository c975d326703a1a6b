import { dimensions } from '../../wire/event.ts';
import type { Dimension } from '../../wire/event.ts';
import type { StampScores } from './scores.ts';
import type { Weights } from './weights.ts';

/** What one stamp says of one dimension, and what it counts. */
export interface Statement {
  stamp: string;
  author: string;
  dimension: Dimension;
  /** Weight of the author's owner group. */
  w: number;
  /** Confidence, 0 to 1. */
  c: number;
  /** Score on the scale from 0 to 1. */
  x: number;
  /** ½^i for the i-th stamp, from 0, by the author's owner group. */
  discount: number;
  /** Evidence for and against. */
  r: number;
  s: number;
}

/**
 * What stamps about one subject say, in stamp id order. Of the stamps by one owner group each counts half of the one
 * before, so that a friend's thousand count as two; one by the subject's own group says nothing (yearbook rule).
 */
export function statementsOf(
  stamps: Iterable<StampScores>,
  weights: Pick<Weights, 'of'>,
  groupOf: (rig: string) => string,
): Statement[] {
  const statements: Statement[] = [];
  const discounts = new Map<string, number>();
  for (const { stamp, author, subject, dimensions: scores } of inOrder(stamps)) {
    const group = groupOf(author);
    if (group === groupOf(subject)) continue;
    const w = weights.of(author);
    for (const dimension of dimensions) {
      const given = scores[dimension];
      if (given === undefined) continue;
      const series = `${dimension} ${group}`;
      const discount = discounts.get(series) ?? 1;
      discounts.set(series, discount / 2);
      const c = given.confidence;
      const x = (given.score - 1) / 4;
      statements.push({ stamp, author, dimension, w, c, x, discount, ...evidence(w, c, x, discount) });
    }
  }
  return statements;
}

/** What one statement gives for and against its subject. */
export function evidence(w: number, c: number, x: number, discount: number): Pick<Statement, 'r' | 's'> {
  return { r: w * c * x * discount, s: w * c * (1 - x) * discount };
}

/** By stamp id. */
export function inOrder(stamps: Iterable<StampScores>): StampScores[] {
  return [...stamps].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
}
