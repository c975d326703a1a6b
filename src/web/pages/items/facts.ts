import { namesOf } from '../../../operations/views/names.ts';
import type { ItemDetail } from '../../../wire/api/lifecycle.ts';
import { html } from '../../html.ts';
import type { Html, Part } from '../../html.ts';
import { link } from '../../links.ts';
import { priorityName } from '../../parts/badge.ts';
import { duration } from '../../parts/duration.ts';
import { factList } from '../../parts/facts.ts';
import { copyable, shortId } from '../../parts/id.ts';
import { outside } from '../../parts/outside.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';
import type { Visit } from '../../visit.ts';

/** What an item says of itself in a word each. */
export function facts({ services }: Visit, { item, claim }: ItemDetail): Html {
  const names = namesOf(services);
  const { node } = services;
  const rows: [string, Part][] = [
    ['Claimed by', item.claimed_by !== null && rigLink(item.claimed_by)],
    ['Claimed', claim !== undefined && when(claim.since)],
    ['Lease ends', claim?.until !== undefined && when(claim.until)],
    ['Priority', priorityName(item.priority)],
    ['Type', item.type],
    ['Effort', item.effort],
    [
      'Project',
      item.project !== undefined &&
        html`<a href="${link('/', { project: item.project })}"><bdi>${item.project}</bdi></a>`,
    ],
    ['Reviewers', item.reviewers.length > 0 && item.reviewers.map((id) => html`${rigLink(names(id))} `)],
    ['A claim lasts', item.claim_ttl !== undefined && duration(item.claim_ttl)],
    ['Tier needed', item.min_tier],
    ['From', item.origin_ref !== undefined && outside(item.origin_ref)],
    ['Sandbox', item.sandbox !== undefined && html`<code>${JSON.stringify(item.sandbox)}</code>`],
    ['Home', item.home === node.id ? 'this node' : rigLink(names(item.home))],
    ['Changed', when(item.updated_at)],
    ['Id', copyable(item.id, shortId(item.id))],
  ];
  return factList(rows);
}
