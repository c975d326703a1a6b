import type { EventType } from '../../wire/event.ts';
import { guardedActs, tierNames } from '../../wire/gate.ts';
import type { GateAct, GateCode, GuardedAct } from '../../wire/gate.ts';
import type { ItemStatus } from '../state.ts';
import type { DoorPolicy } from './doors.ts';
import type { Tier, TierLevel } from './tiers.ts';

/** May this one, here? The one place that says so: for who asks ahead, and for who acts. */

export interface GateReason {
  code: GateCode;
  text: string;
}

/** What an act on an item meets there. */
export interface GateItem {
  /** Whether this node is its home: another home's door is that home's own. */
  here: boolean;
  minTier: number;
  status: ItemStatus;
  isPoster: boolean;
  /** What the lifecycle says against it. */
  against?: 'wrong_state' | 'not_allowed';
  /** Acts that would be legal for this one. */
  legal: readonly EventType[];
}

export interface Asking {
  act: GateAct;
  tier: Tier;
  /** Why this node trusts this one's judgement, where it does: a path of vouches from a root, or a list. */
  trusted?: string;
  /** The block that hits this one, and why. */
  block?: { target: string; reason: string | null };
  item?: GateItem;
  /** Items of this home that this one has claimed now. */
  claims: number;
}

export interface GateDecision {
  allowed: boolean;
  reasons: GateReason[];
  /** What would make a no a yes, in plain words. */
  would_change: string[];
}

/** Decides in the order of what helps most to know: a block, the item, the tier, the claims. All that stands against it is
 * said, not only the first. */
export function decide(asking: Asking, policy: DoorPolicy): GateDecision {
  const against = [
    blockAgainst(asking),
    lifecycleAgainst(asking),
    tierAgainst(asking, policy),
    claimsAgainst(asking, policy),
  ];
  const found = against.filter((each) => each !== undefined);
  if (found.length === 0) return { allowed: true, reasons: [reasonFor(asking, policy)], would_change: [] };
  return {
    allowed: false,
    reasons: found.map(({ reason }) => reason),
    would_change: [...new Set(found.flatMap(({ change }) => change))],
  };
}

interface Objection {
  reason: GateReason;
  change: string[];
}

function blockAgainst({ block }: Asking): Objection | undefined {
  if (block === undefined) return undefined;
  const why = block.reason === null ? '' : `: ${block.reason}`;
  return {
    reason: { code: 'blocked', text: `this node blocks ${block.target}${why}` },
    change: ['only its operator can lift the block'],
  };
}

function lifecycleAgainst({ item, act }: Asking): Objection | undefined {
  if (item?.against === undefined) return undefined;
  const legal = item.legal.length === 0 ? 'nothing is legal on it for this one' : `legal now: ${item.legal.join(', ')}`;
  const text =
    item.against === 'wrong_state'
      ? `${act} isn't legal: the item is ${item.status}`
      : `this one may not ${act} on this item while it is ${item.status}`;
  return { reason: { code: item.against, text }, change: [legal] };
}

function tierAgainst(asking: Asking, policy: DoorPolicy): Objection | undefined {
  const least = leastTier(asking, policy);
  const { tier } = asking;
  if (tier.level >= least || passesOnTrust(asking) || isOwn(asking)) return undefined;
  const wanted = `${least} (${tierNames[least]})`;
  const byItem = (asking.item?.minTier ?? 0) === least ? 'the item asks for' : `${asking.act} takes`;
  const text = `${byItem} tier ${wanted}; this one is ${tier.level} (${tier.name})`;
  const steps = least - tier.level > 1 ? [`then what tier ${wanted} asks for`] : [];
  return { reason: { code: 'tier_too_low', text }, change: [...tier.missing, ...steps, ...trustHelps(asking)] };
}

function claimsAgainst({ act, tier, claims, item }: Asking, policy: DoorPolicy): Objection | undefined {
  const most = policy.claims[tier.name];
  if (act !== 'claim' || item?.here === false || claims < most) return undefined;
  const text = `it has ${claims} items claimed here; a ${tier.name} may have ${most}`;
  return { reason: { code: 'too_many_claims', text }, change: ['submit or release one of them'] };
}

/** What the act takes here: another home asks for itself. */
function leastTier({ act, item }: Asking, { least }: DoorPolicy): TierLevel {
  if (item?.here === false) return 0;
  const guarded = isGuarded(act) ? least[act] : 0;
  const asked = act === 'claim' ? (item?.minTier ?? 0) : 0;
  return Math.max(guarded, asked) as TierLevel;
}

function isGuarded(act: GateAct): act is GuardedAct {
  return (guardedActs as readonly string[]).includes(act);
}

/** Whose judgement is trusted may judge; and a project that keeps a list of whom it vouches for lets these in. It is no
 * record of work, so it opens nothing that a tier guards. */
function passesOnTrust({ act, trusted }: Asking): boolean {
  return trusted !== undefined && (act === 'review' || act === 'contribute');
}

function trustHelps({ act }: Asking): string[] {
  return act === 'review' || act === 'contribute' ? ['or a vouch by somebody whose judgement counts here'] : [];
}

/** Who posted an item may always decide on the work for it. */
function isOwn({ act, item }: Asking): boolean {
  return act === 'review' && item?.isPoster === true;
}

function reasonFor(asking: Asking, policy: DoorPolicy): GateReason {
  const { item, tier, act, trusted } = asking;
  if (item?.here === false) return { code: 'other_home', text: 'nothing here stands against it; its home decides' };
  const least = leastTier(asking, policy);
  if (least === 0) return { code: 'open', text: `${act} is open here to everyone who isn't blocked` };
  if (tier.level >= least) {
    return { code: 'tier_reached', text: `tier ${tier.level} (${tier.name}): ${tier.reasons.join('; ')}` };
  }
  if (isOwn(asking)) return { code: 'own_item', text: 'who posted an item decides on the work for it' };
  return { code: 'vouched', text: trusted ?? '' };
}
