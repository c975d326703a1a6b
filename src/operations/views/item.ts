import { leaseEnd } from '../../domain/lifecycle.ts';
import type { ItemRow } from '../../domain/state.ts';
import type { Claim, Item } from '../../wire/api/item.ts';
import type { Services } from '../ports.ts';
import { isIncomplete, isItemDisputed } from './marks.ts';
import type { Names } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** An item as answers show it; whether it is ready is looked up where the caller doesn't know it. */
export function itemView(
  services: Services,
  names: Names,
  row: ItemRow,
  ready = services.reader.board.ready(row),
): Item {
  return {
    id: row.id,
    status: row.status,
    home: row.home,
    posted_by: names(row.posted_by),
    claimed_by: row.claimed_by === null ? null : names(row.claimed_by),
    ready,
    title: row.title,
    type: row.type,
    priority: row.priority,
    effort: row.effort,
    tags: row.tags,
    skills: row.skills,
    reviewers: row.reviewers,
    acceptance: row.acceptance,
    depends_on: row.depends_on,
    created_at: time(row.created_at),
    updated_at: time(row.updated_at),
    ...present({
      description: row.description,
      project: row.project,
      claim_ttl: row.claim_ttl,
      min_tier: row.min_tier,
      sandbox: row.sandbox,
      origin_ref: row.origin_ref,
      parent: row.parent,
      claim: claimView(row),
      disputed: isItemDisputed(services, row) ? true : null,
      incomplete: isIncomplete(services, row) ? true : null,
    }),
  };
}

/** The lease of the present claim. */
export function claimView(row: ItemRow): Claim | undefined {
  if (row.status !== 'claimed' || row.claimed_at === null) return undefined;
  return { since: time(row.claimed_at), ...present({ until: timeOrNull(leaseEnd(row)) }) };
}

/** The lease that an act has just begun: as the item's home says it, else as it follows from the act's time. */
export function leaseOf({ claim, claim_ttl: ttl, updated_at: since }: Item): Claim {
  return claim ?? { since, ...present({ until: ttl === undefined ? null : time(Date.parse(since) + ttl * 1000) }) };
}
