import { dimensions } from '../../wire/words.ts';
import type { DimensionScores } from '../state.ts';

/**
 * What a stamp says, in one number of 30 bits: ten for each dimension. Scores are half steps from 1 to 5 and confidences
 * hundredths (protocol.md section 3.1), so both together are one of 909 marks; 0 where a dimension has none.
 */
export const bits = 10;
/** The lowest score, in half steps; and how many confidences there are to each score. */
export const lowest = 2;
export const confidences = 101;

/** Marks are below this. */
export const markCount = 1 << bits;

/** What all the scores of a stamp are as one number. */
export function marksOf(given: DimensionScores): number {
  return dimensions.reduce((marks, dimension, place) => {
    const said = given[dimension];
    if (said === undefined) return marks;
    const halves = Math.round(2 * said.score);
    const hundredths = Math.round(100 * said.confidence);
    return marks + (((halves - lowest) * confidences + hundredths + 1) << (bits * place));
  }, 0);
}

/** The mark of one dimension, by its place in `dimensions`. */
export function markAt(marks: number, place: number): number {
  return (marks >>> (bits * place)) & (markCount - 1);
}

/** A score in half steps. */
export function halvesOf(mark: number): number {
  return Math.floor((mark - 1) / confidences) + lowest;
}

/** A confidence in hundredths. */
export function hundredthsOf(mark: number): number {
  return (mark - 1) % confidences;
}

/** By mark: the confidence, and the score on the scale from 0 to 1. */
export const confidenceOf = Float64Array.from({ length: markCount }, (_, mark) => hundredthsOf(mark) / 100);
export const goodnessOf = Float64Array.from({ length: markCount }, (_, mark) => (halvesOf(mark) / 2 - 1) / 4);
