import { dimensions } from '../../wire/words.ts';

/** Evidence for (`r`) and against (`s`) a subject, in the order of the dimensions. */
export interface Sums {
  r: Float64Array;
  s: Float64Array;
}

/** Sums of nothing. */
export function noSums(): Sums {
  return { r: new Float64Array(dimensions.length), s: new Float64Array(dimensions.length) };
}

/** Adds to the sums of one dimension. */
export function add(sums: Sums, place: number, r: number, s: number): void {
  sums.r[place] = (sums.r[place] as number) + r;
  sums.s[place] = (sums.s[place] as number) + s;
}
