import { leaseIsOver, legalActs, step } from '../../domain/lifecycle.ts';
import type { Actor } from '../../domain/lifecycle.ts';
import type { Asking, GateItem } from '../../domain/reputation/gate.ts';
import type { Tier } from '../../domain/reputation/tiers.ts';
import type { ItemRow, State } from '../../domain/state.ts';
import type { EventType } from '../../wire/event.ts';
import type { GateAct } from '../../wire/gate.ts';
import type { Services } from '../ports.ts';
import { blockOf } from './block-of.ts';
import type { Asker } from './block-of.ts';

/** What is asked for of whom. */
export interface Question extends Asker {
  act: GateAct;
  item?: ItemRow | undefined;
  tier: Tier;
  /** Why this node trusts this one's judgement, where it does. */
  trusted?: string | undefined;
}

/** Everything that the gate decides by. `state` may be the writer's: then claims of this very moment count. */
export function askingOf(services: Services, question: Question, state: State = services.reader.state): Asking {
  const { act, tier, trusted, rig } = question;
  const block = blockOf(services, question, state);
  const item = question.item === undefined ? undefined : itemFor(services, question.item, question);
  return {
    act,
    tier,
    claims: act === 'claim' && rig !== undefined ? claimsOf(services, state, rig) : 0,
    ...(block === undefined ? {} : { block }),
    ...(item === undefined ? {} : { item }),
    ...(trusted === undefined ? {} : { trusted }),
  };
}

/** How many items of this home a rig has claimed; whoever lets a lease end holds nobody up. */
export function claimsOf({ node, clock }: Services, state: State, rig: string): number {
  const claimed = state.table('items').list('claimer', rig, 'claimed', node.id);
  return claimed.filter((item) => !leaseIsOver(item, clock.now())).length;
}

const eventOf: Partial<Record<GateAct, EventType>> = {
  claim: 'wanted.claimed',
  submit: 'work.submitted',
  review: 'work.accepted',
};

function itemFor(services: Services, item: ItemRow, { rig, act }: Question): GateItem {
  const actor = actorOf(services, rig);
  const now = services.clock.now();
  const type = eventOf[act];
  const stepped = type === undefined ? undefined : step(item, type, actor, now);
  return {
    here: item.home === services.node.id,
    minTier: item.min_tier ?? 0,
    status: item.status,
    isPoster: item.posted_by === rig,
    legal: legalActs(item, now, actor),
    ...(stepped?.ok === false ? { against: stepped.code } : {}),
  };
}

/** Somebody without a rig is judged as anybody is who isn't the item's poster, claimer or reviewer. */
function actorOf({ reader }: Services, rig: string | undefined): Actor {
  return { id: rig ?? '', kind: rig === undefined ? 'human' : (reader.rigs.rig(rig)?.kind ?? 'human') };
}
