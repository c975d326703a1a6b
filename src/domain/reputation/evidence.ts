/** What one statement gives for (`r`) and against (`s`) its subject, by the author's weight `w`, its confidence `c`, its score
 * `x` from 0 to 1, and the discount for those before it. */
export function evidence(w: number, c: number, x: number, discount: number): { r: number; s: number } {
  return { r: w * c * x * discount, s: w * c * (1 - x) * discount };
}
