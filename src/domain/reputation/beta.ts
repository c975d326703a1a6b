import { createRequire } from 'node:module';
import type Betaincinv from '@stdlib/math-base-special-betaincinv';

/** Loaded for the first quantile: its four hundred modules would be a good part of every start. */
let betaincinv: typeof Betaincinv | undefined;
const load = createRequire(import.meta.url);

/** Rigs are ranked by the quality that their evidence leaves a chance of one in twenty to fall short of. */
const doubt = 0.05;

/** Quantiles that were worked out lately, each in the one slot that is its own: of a rig's months and skills most stay as
 * they are when one more stamp comes, and a quantile takes ten microseconds. */
const slots = 8_192;
const alphas = new Float64Array(slots);
const betas = new Float64Array(slots);
const found = new Float64Array(slots);

/** The 5 % quantile of Beta(alpha, beta), within 1e-9; 0.05 without any evidence, where both are 1. */
export function lowerBound(alpha: number, beta: number): number {
  const slot = (Math.floor((31 * alpha + beta) * 1e6) >>> 0) % slots;
  if (alphas[slot] !== alpha || betas[slot] !== beta) {
    betaincinv ??= load('@stdlib/math-base-special-betaincinv') as typeof Betaincinv;
    found[slot] = betaincinv(doubt, alpha, beta);
    alphas[slot] = alpha;
    betas[slot] = beta;
  }
  return found[slot] as number;
}

/** The 95 % quantile of Beta(alpha, beta). */
export function upperBound(alpha: number, beta: number): number {
  return 1 - lowerBound(beta, alpha);
}
