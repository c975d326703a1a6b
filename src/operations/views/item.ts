import { leaseEnd } from '../../domain/lifecycle.ts';
import type { ItemRow } from '../../domain/state.ts';
import type { Item } from '../../wire/api/item.ts';
import type { Claim } from '../../wire/api/lifecycle.ts';
import type { Services } from '../ports.ts';
import type { Names } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** An item as answers show it. */
export function itemView(services: Services, names: Names, row: ItemRow): Item {
  return {
    id: row.id,
    status: row.status,
    home: row.home,
    posted_by: names(row.posted_by),
    claimed_by: row.claimed_by === null ? null : names(row.claimed_by),
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
      disputed: isDisputed(services, row) ? true : null,
    }),
  };
}

/** Unfinished items of a home that signed two histories: nobody can say where they stand (protocol.md section 4). */
function isDisputed(services: Services, row: ItemRow): boolean {
  if (row.home === services.node.id || row.status === 'completed' || row.status === 'withdrawn') return false;
  return services.private.equivocations.get(row.home) !== undefined;
}

/** The lease of the present claim. */
export function claimView(row: ItemRow): Claim | undefined {
  if (row.status !== 'claimed' || row.claimed_at === null) return undefined;
  return { since: time(row.claimed_at), ...present({ until: timeOrNull(leaseEnd(row)) }) };
}

/** The lease of a claim that another node has just answered with: its last ordered act is the claim. */
export function claimOf(item: Item): Claim {
  const until = item.claim_ttl === undefined ? null : Date.parse(item.updated_at) + item.claim_ttl * 1000;
  return { since: item.updated_at, ...present({ until: timeOrNull(until) }) };
}
