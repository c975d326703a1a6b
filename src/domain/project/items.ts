import type { Bodies } from '../../wire/event.ts';
import { step } from '../lifecycle.ts';
import type { CompletionStatus, ItemRow, State } from '../state.ts';
import { completionOf, itemOf } from '../verdicts.ts';
import type { Act } from '../verdicts.ts';
import { markChanged } from './published.ts';

/** Lets an `ok` ordered act take effect on its item and completion (protocol.md section 3). */
export function applyOrdered(state: State, act: Act): void {
  if (act.type === 'wanted.posted') {
    putItem(state, posted(act));
    return;
  }
  const before = itemOf(state, act);
  const author = state.table('authors').get(act.origin, act.author);
  if (before === undefined || author === undefined) return;
  const taken = step(before, act.type, { id: act.author, kind: author.kind }, act.logged_at);
  if (!taken.ok) return;
  const item: ItemRow = { ...before, status: taken.to, updated_at: act.logged_at };
  switch (act.type) {
    case 'wanted.updated':
      update(item, act.body as Bodies['wanted.updated']);
      break;
    case 'wanted.claimed':
      item.claimed_by = act.author;
      item.claimed_at = act.logged_at;
      item.lease_from = act.logged_at;
      break;
    case 'work.progressed':
      item.lease_from = act.logged_at;
      break;
    case 'work.submitted':
      submit(state, act, item);
      break;
    case 'work.accepted':
      decide(state, act, 'accepted');
      break;
    case 'work.rejected':
      decide(state, act, 'rejected');
      item.completion = null;
      item.lease_from = act.logged_at;
      break;
    case 'wanted.released':
    case 'wanted.withdrawn':
      endClaim(state, item, act.type === 'wanted.released' ? 'released' : 'withdrawn');
      break;
  }
  putItem(state, item);
}

function putItem(state: State, item: ItemRow): void {
  state.table('items').put(item);
  markChanged(state, 'wanted', item.id);
}

/** An optional text that is empty is as good as absent. */
function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function posted(act: Act): ItemRow {
  const body = act.body as Bodies['wanted.posted'];
  return {
    id: act.made ?? '',
    home: act.origin,
    posted_by: act.author,
    status: 'open',
    claimed_by: null,
    claimed_at: null,
    lease_from: null,
    completion: null,
    title: body.title,
    description: textOrNull(body.description),
    project: textOrNull(body.project),
    type: body.type,
    priority: body.priority,
    effort: body.effort,
    tags: body.tags ?? [],
    skills: body.skills ?? [],
    reviewers: body.reviewers ?? [],
    claim_ttl: body.claim_ttl ?? null,
    min_tier: body.min_tier ?? null,
    sandbox: (body.sandbox as Record<string, unknown> | undefined) ?? null,
    origin_ref: textOrNull(body.origin_ref),
    acceptance: body.acceptance ?? [],
    parent: body.parent ?? null,
    depends_on: body.depends_on ?? [],
    created_at: act.logged_at,
    updated_at: act.logged_at,
    seq: act.seq,
  };
}

const clearable = ['description', 'project', 'origin_ref', 'parent'] as const;
const replaceable = [
  'title',
  'type',
  'priority',
  'effort',
  'tags',
  'skills',
  'reviewers',
  'claim_ttl',
  'min_tier',
  'sandbox',
  'acceptance',
  'depends_on',
] as const;

function update(item: ItemRow, body: Bodies['wanted.updated']): void {
  for (const member of clearable) {
    if (body[member] !== undefined) item[member] = textOrNull(body[member]);
  }
  const replaced = replaceable.filter((member) => body[member] !== undefined);
  Object.assign(item, Object.fromEntries(replaced.map((member) => [member, body[member]])));
}

function submit(state: State, act: Act, item: ItemRow): void {
  const body = act.body as Bodies['work.submitted'];
  const id = act.made ?? '';
  state.table('completions').put({
    id,
    item: item.id,
    home: act.origin,
    worker: act.author,
    status: 'submitted',
    evidence: body.evidence,
    summary: textOrNull(body.summary),
    submitted_at: act.logged_at,
    decided_by: null,
    decided_at: null,
    reason: null,
    seq: act.seq,
  });
  markChanged(state, 'completions', id);
  item.completion = id;
}

function decide(state: State, act: Act, status: CompletionStatus): void {
  const completion = completionOf(state, act);
  if (completion === undefined) return;
  const reason = textOrNull((act.body as Bodies['work.accepted']).reason);
  state.table('completions').put({ ...completion, status, decided_by: act.author, decided_at: act.logged_at, reason });
  markChanged(state, 'completions', completion.id);
}

/** A released or withdrawn item has no claimer, and its live submission goes with it. */
function endClaim(state: State, item: ItemRow, status: CompletionStatus): void {
  const live = item.completion === null ? undefined : state.table('completions').get(item.completion);
  if (live !== undefined) {
    state.table('completions').put({ ...live, status });
    markChanged(state, 'completions', live.id);
  }
  item.completion = null;
  item.claimed_by = null;
  item.claimed_at = null;
  item.lease_from = null;
}
