import betaincinv from '@stdlib/math-base-special-betaincinv';

/** Rigs are ranked by the quality that their evidence leaves a chance of one in twenty to fall short of. */
const doubt = 0.05;

/** The 5 % quantile of Beta(alpha, beta), within 1e-9; 0.05 without any evidence, where both are 1. */
export function lowerBound(alpha: number, beta: number): number {
  return betaincinv(doubt, alpha, beta);
}

/** The 95 % quantile of Beta(alpha, beta). */
export function upperBound(alpha: number, beta: number): number {
  return 1 - lowerBound(beta, alpha);
}
