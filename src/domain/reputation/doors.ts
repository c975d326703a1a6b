import type { GuardedAct, TierName } from '../../wire/gate.ts';
import type { TierLevel } from './tiers.ts';

/** What a node lets be done at its door from which tier on. It never touches a verdict: another node may see it otherwise. */
export interface DoorPolicy {
  /** The lowest tier that may post an item here, claim one, accept or reject work as a reviewer, and open a pull request at
   * a project that asks the gate. */
  least: Record<GuardedAct, TierLevel>;
  /** Items of this home that one rig may have claimed at once, by its tier. */
  claims: Record<TierName, number>;
}

/** On an empty node nobody has a record, so everything that happens on the board itself is open. */
export const defaultDoors: DoorPolicy = {
  least: { post: 0, claim: 0, review: 0, contribute: 2 },
  claims: { drifter: 10, registered: 100, contributor: 200, maintainer: 500 },
};
