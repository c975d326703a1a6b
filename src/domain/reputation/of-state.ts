import type { State } from '../state.ts';
import { reputationOf } from './scores.ts';
import type { Reputation, StampScores } from './scores.ts';
import { TrustGraph } from './trust-graph.ts';
import { weigh } from './weights.ts';
import type { TrustPolicy, Weights } from './weights.ts';

/** Weights and reputations as they follow from a state and a policy alone. */
export interface Judgement {
  weights: Weights;
  reputation: (rig: string) => Reputation;
}

/** Judges a whole state at once: for one that is held in memory. */
export function judgeState(state: State, policy: TrustPolicy): Judgement {
  const graph = new TrustGraph();
  for (const { rig, group_id: group } of state.table('groups').list('primary')) graph.group(rig, group);
  for (const { giver, subject, withdrawn } of state.table('vouches').list('primary')) {
    if (!withdrawn) graph.vouch(giver, subject);
  }
  const weights = weigh(graph, policy);
  const groupOf = (rig: string): string => graph.groupOf(rig);
  return { weights, reputation: (rig) => reputationOf(stampsAbout(state, rig), weights, groupOf) };
}

function stampsAbout(state: State, rig: string): StampScores[] {
  const stamps = state.table('stamps').list('subject', rig);
  const counting = stamps.filter(({ counts }) => counts);
  return counting.map(({ id, author, subject, dimensions }) => ({ stamp: id, author, subject, dimensions }));
}
