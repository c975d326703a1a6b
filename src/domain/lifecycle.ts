import type { Bodies, EventType } from '../wire/event.ts';
import type { Kind } from '../wire/words.ts';
import type { ItemRow, ItemStatus } from './state.ts';

/** Who may take a step, as seen from the item. */
export type Role = 'rig' | 'other_rig' | 'claimer' | 'poster' | 'home' | 'judge';

export interface Transition {
  act: EventType;
  from: ItemStatus;
  to: ItemStatus;
  who: Role;
  /** The step is open only once the claim's lease is over. */
  leaseOver?: true;
}

/** An item's lifecycle (protocol.md section 3). What is not in this table is refused. */
export const transitions: readonly Transition[] = [
  { act: 'wanted.claimed', from: 'open', to: 'claimed', who: 'rig' },
  { act: 'wanted.claimed', from: 'claimed', to: 'claimed', who: 'other_rig', leaseOver: true },
  { act: 'work.progressed', from: 'claimed', to: 'claimed', who: 'claimer' },
  { act: 'work.submitted', from: 'claimed', to: 'in_review', who: 'claimer' },
  { act: 'work.accepted', from: 'in_review', to: 'completed', who: 'judge' },
  { act: 'work.rejected', from: 'in_review', to: 'claimed', who: 'judge' },
  { act: 'wanted.released', from: 'claimed', to: 'open', who: 'claimer' },
  { act: 'wanted.released', from: 'claimed', to: 'open', who: 'poster' },
  { act: 'wanted.released', from: 'in_review', to: 'open', who: 'claimer' },
  { act: 'wanted.withdrawn', from: 'open', to: 'withdrawn', who: 'poster' },
  { act: 'wanted.withdrawn', from: 'open', to: 'withdrawn', who: 'home' },
  { act: 'wanted.withdrawn', from: 'claimed', to: 'withdrawn', who: 'home' },
  { act: 'wanted.withdrawn', from: 'in_review', to: 'withdrawn', who: 'home' },
  { act: 'wanted.updated', from: 'open', to: 'open', who: 'poster' },
  { act: 'wanted.updated', from: 'claimed', to: 'claimed', who: 'poster' },
  { act: 'wanted.updated', from: 'in_review', to: 'in_review', who: 'poster' },
];

export interface Actor {
  id: string;
  kind: Kind;
}

const roles: Record<Role, (item: ItemRow, actor: Actor) => boolean> = {
  rig: (_item, actor) => actor.kind !== 'node',
  other_rig: (item, actor) => actor.kind !== 'node' && actor.id !== item.claimed_by,
  claimer: (item, actor) => actor.id === item.claimed_by,
  poster: (item, actor) => actor.id === item.posted_by,
  home: (item, actor) => actor.id === item.home,
  // The poster or a reviewer, never the worker.
  judge: (item, actor) =>
    actor.id !== item.claimed_by && (actor.id === item.posted_by || item.reviewers.includes(actor.id)),
};

/** When the lease of the present claim ends, in milliseconds; undefined when it has no end. */
export function leaseEnd(item: Pick<ItemRow, 'lease_from' | 'claim_ttl'>): number | undefined {
  if (item.lease_from === null || item.claim_ttl === null) return undefined;
  return item.lease_from + item.claim_ttl * 1000;
}

/** Whether the lease is over at `at` (ms). */
export function leaseIsOver(item: ItemRow, at: number): boolean {
  const end = leaseEnd(item);
  return end !== undefined && at >= end;
}

export type Step = { ok: true; to: ItemStatus } | { ok: false; code: 'wrong_state' | 'not_allowed' };

/** Judges an act on an item at `at` (ms): a row of the table must lead from here, and one of those must be for this
 * author. */
export function step(item: ItemRow, act: EventType, actor: Actor, at: number): Step {
  const open = transitions.filter(
    (row) => row.act === act && row.from === item.status && (row.leaseOver !== true || leaseIsOver(item, at)),
  );
  if (open.length === 0) return { ok: false, code: 'wrong_state' };
  const row = open.find((candidate) => roles[candidate.who](item, actor));
  return row === undefined ? { ok: false, code: 'not_allowed' } : { ok: true, to: row.to };
}

/** The acts that would be legal on an item at `at` (ms), for `actor` or, without one, for anybody at all. */
export function legalActs(item: ItemRow, at: number, actor?: Actor): EventType[] {
  const open = transitions.filter(
    (row) =>
      row.from === item.status &&
      (row.leaseOver !== true || leaseIsOver(item, at)) &&
      (actor === undefined || roles[row.who](item, actor)),
  );
  return [...new Set(open.map((row) => row.act))];
}

const openWhileWorkedOn = ['priority', 'tags', 'reviewers', 'item'];

/** Whether an update's members may change now: while claimed or in review only `priority`, `tags`, and `reviewers` as a
 * superset (protocol.md section 3). */
export function updateIsLegal(item: ItemRow, body: Bodies['wanted.updated']): boolean {
  if (item.status === 'open') return true;
  if (Object.keys(body).some((member) => !openWhileWorkedOn.includes(member))) return false;
  const reviewers = body.reviewers;
  return reviewers === undefined || item.reviewers.every((reviewer) => reviewers.includes(reviewer));
}
