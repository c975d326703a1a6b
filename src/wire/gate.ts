/** What the gate can be asked about, and what it says: closed lists. */

/** Acts that a node's policy may guard. `contribute` is a pull request at a project that asks the gate. */
export const guardedActs = ['post', 'claim', 'review', 'contribute'] as const;
export type GuardedAct = (typeof guardedActs)[number];

export const gateActs = [...guardedActs, 'submit', 'stamp', 'comment', 'vouch'] as const;
export type GateAct = (typeof gateActs)[number];

/** Why not, then why: each answer has one kind. */
export const gateCodes = [
  'blocked',
  'tier_too_low',
  'too_many_claims',
  'wrong_state',
  'not_allowed',
  'open',
  'tier_reached',
  'vouched',
  'own_item',
  'other_home',
] as const;
export type GateCode = (typeof gateCodes)[number];

/** Tiers by level. */
export const tierNames = ['drifter', 'registered', 'contributor', 'maintainer'] as const;
export type TierName = (typeof tierNames)[number];
