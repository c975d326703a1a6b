import { decide } from '../../domain/reputation/gate.ts';
import type { GateDecision, GateItem } from '../../domain/reputation/gate.ts';
import type { Tier } from '../../domain/reputation/tiers.ts';
import type { ItemRow, State } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';
import { isEventType } from '../../identity/schemas.ts';
import type { Token } from '../../identity/strict-jws.ts';
import type { EventType } from '../../wire/event.ts';
import { tierNames } from '../../wire/gate.ts';
import type { Services } from '../ports.ts';
import { askingOf, claimsOf } from './asking.ts';
import { checkNotBlocked } from './check-not-blocked.ts';
import { rigTier } from './rig-tier.ts';
import { trustedBecause } from './trusted.ts';

type BoardAct = 'post' | 'claim' | 'review';

/** What the policy of this node guards on the board, and under which name. */
const guarded: Partial<Record<EventType, BoardAct>> = {
  'wanted.posted': 'post',
  'wanted.claimed': 'claim',
  'work.accepted': 'review',
  'work.rejected': 'review',
};

/**
 * Refuses an act for this node's log that its policy doesn't let in: `blocked`, `tier_too_low`, `too_many_claims`. Runs in
 * the writer's transaction, so that claims at the same time are counted. What is no act, or illegal by the item's state,
 * is refused in its own words when it is judged.
 */
export function checkGate(services: Services, state: State, { payload }: Token): void {
  const { iss: rig, type, body } = payload;
  if (typeof rig !== 'string' || typeof type !== 'string' || !isEventType(type) || rig === services.node.id) return;
  checkNotBlocked(services, rig, type, state);
  const act = guarded[type];
  if (act === undefined) return;
  const item = itemOf(state, body);
  if (isOpen(services, state, { rig, act, item })) return;
  const tier = state.table('identities').get(rig) === undefined ? newcomer : rigTier(services, rig);
  const asking = askingOf(services, { rig, act, tier, item, trusted: trustedBecause(services, { rig }) }, state);
  const decision = decide({ ...asking, ...withoutState(asking.item) }, services.settings.doors);
  if (!decision.allowed) throw refusalOf(decision, act, asking.item);
}

/** A rig whose documents come with its act: all that will be known of it is who it is. */
const newcomer: Tier = { level: 1, name: tierNames[1], reasons: [], missing: [] };

interface Guarded {
  rig: string;
  act: BoardAct;
  item: ItemRow | undefined;
}

/** Whether no tier at all is asked for: so it is with the defaults, and then nobody's tier has to be worked out. */
function isOpen(services: Services, state: State, { rig, act, item }: Guarded): boolean {
  const { least, claims } = services.settings.doors;
  if (least[act] > 0) return false;
  if (act !== 'claim') return true;
  return (item?.min_tier ?? 0) === 0 && claimsOf(services, state, rig) < Math.min(...Object.values(claims));
}

function itemOf(state: State, body: unknown): ItemRow | undefined {
  const { item, completion } = (body ?? {}) as { item?: unknown; completion?: unknown };
  const named = typeof completion === 'string' ? state.table('completions').get(completion)?.item : item;
  return typeof named === 'string' ? state.table('items').get(named) : undefined;
}

function withoutState(item: GateItem | undefined): { item?: GateItem } {
  if (item === undefined) return {};
  const { against: _against, ...rest } = item;
  return { item: rest };
}

const waysToFewerClaims: EventType[] = ['work.submitted', 'wanted.released'];

function refusalOf({ reasons, would_change }: GateDecision, act: BoardAct, item: GateItem | undefined): WastelandError {
  const [first] = reasons;
  if (first?.code !== 'tier_too_low' && first?.code !== 'too_many_claims') {
    throw new Error('the gate refused without a reason of its own');
  }
  const text = reasons.map((reason) => reason.text).join('; ');
  const legal =
    first.code === 'too_many_claims' ? waysToFewerClaims : item?.legal.filter((type) => guarded[type] !== act);
  return new WastelandError(first.code, `${text}. What would change it: ${would_change.join('; ')}`, {
    missing: would_change,
    ...(legal === undefined ? {} : { legal }),
  });
}
