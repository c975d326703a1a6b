import type { Item } from '../../wire/api/item.ts';
import type { Bead, BeadLine } from '../../wire/bead.ts';

/**
 * What a bead is for a board: `work` that waits for somebody; `frozen`, put aside there, so posted only where work needs it;
 * `done`, for which nothing waits any more; `none`, which nobody can do: messages, gates, templates, what bd keeps for itself.
 */
export type Stage = 'work' | 'frozen' | 'done' | 'none';

const stages: ReadonlyMap<string, Stage> = new Map([
  ['deferred', 'frozen'],
  ['pinned', 'frozen'],
  ['closed', 'done'],
  ['tombstone', 'done'],
]);

const notWork: ReadonlySet<string> = new Set(['message', 'event', 'gate', 'agent', 'rig', 'role']);

/** What a bead is for a board. Everything else is open here, in progress or blocked there too: nobody can claim for others,
 * and what blocks it is known by its dependencies. */
export function stageOf(bead: Bead): Stage {
  const stage = stages.get(bead.status ?? 'open') ?? 'work';
  if (stage === 'done') return stage;
  const kept = bead.ephemeral === true || bead.wisp === true || bead.is_template === true;
  return kept || notWork.has(bead.issue_type ?? '') ? 'none' : stage;
}

const statuses: Record<Item['status'], BeadLine['status']> = {
  open: 'open',
  claimed: 'in_progress',
  in_review: 'in_progress',
  completed: 'closed',
  withdrawn: 'closed',
};

/** The status of the bead for an item; a closed one says when, since bd wants to know, and why. */
export function beadStatus(item: Item): Pick<BeadLine, 'status' | 'closed_at' | 'close_reason'> {
  const status = statuses[item.status];
  return status === 'closed' ? { status, closed_at: item.updated_at, close_reason: item.status } : { status };
}
