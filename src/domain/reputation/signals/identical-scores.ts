import { dimensions } from '../../../wire/words.ts';
import { evidenceOf } from './evidence.ts';
import type { Found } from './show.ts';
import { halfSteps } from './watched-stamps.ts';
import type { WatchedStamps } from './watched-stamps.ts';

const fewest = 10;
const share = 0.9;

/** The scores that a giver gives nearly always. */
export function identicalScoresOf(stamps: WatchedStamps, given: Int32Array, vertex: number): Found[] {
  if (given.length < fewest) return [];
  const usual = majorityOf(stamps, given);
  const at = given.filter((each) => stamps.scores[each] === usual);
  if (at.length < share * given.length) return [];
  const seen = `${at.length} of the ${given.length} stamps given say the same: ${scoresText(usual)}`;
  return [{ kind: 'identical_scores', vertices: [vertex], evidence: evidenceOf(at), of: given.length, seen }];
}

/** What more than half of them say, if there is such a thing (the vote of Boyer and Moore: one pass, no table). */
function majorityOf(stamps: WatchedStamps, given: Int32Array): number {
  let [candidate, votes] = [0, 0];
  for (const at of given) {
    const scores = stamps.scores[at] as number;
    if (votes === 0) candidate = scores;
    votes += scores === candidate ? 1 : -1;
  }
  return candidate;
}

function scoresText(code: number): string {
  const named = halfSteps(code).map((half, position) => ({ dimension: dimensions[position], half }));
  const given = named.filter(({ half }) => half > 0);
  return given.map(({ dimension, half }) => `${dimension} ${half / 2}`).join(', ');
}
