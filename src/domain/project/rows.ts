import { hash } from 'node:crypto';
import { dimensions } from '../../wire/words.ts';
import { publishedColumns } from './published-columns.ts';
import type { CommonsTable } from './published-columns.ts';
import type { CompletionRow, IdentityRow, ItemRow, LinkRow, PublishedTable, StampRow, State } from '../state.ts';

export { commonsTables, publishedColumns } from './published-columns.ts';
export type { CommonsTable, PublishedType } from './published-columns.ts';

/** Rows of the commons tables (protocol.md section 6). An optional text or list that is empty is null in all of them. */

/** Rows that are the same on every node. */
export const constantRows = [
  { key: 'protocol', value: '1' },
  { key: 'schema_version', value: '1.2' },
];

export type PublishedRow = Record<string, unknown>;

/**
 * The row of a commons table as the digest has it, or undefined when none stands. `key` is an identity id, an item,
 * completion or stamp id, or `${a} ${b}`: the two rigs of a link, the one with the smaller row name first.
 */
export function publishedRow(state: State, table: PublishedTable, key: string): PublishedRow | undefined {
  switch (table) {
    case 'rigs':
      return present(state.table('identities').get(key), (identity) => rigRow(state, identity));
    case 'wanted':
      return present(state.table('items').get(key), (item) => wantedRow(state, item));
    case 'completions':
      return present(state.table('completions').get(key), (completion) => completionRow(state, completion));
    case 'stamps':
      return present(state.table('stamps').get(key), (stamp) => (stamp.counts ? stampRow(state, stamp) : undefined));
    case 'rig_links': {
      const [a, b] = key.split(' ') as [string, string];
      return linkRow(state, a, b);
    }
  }
}

/** Primary key, in the commons, of what `key` names; undefined when it names an identity that isn't known. */
export function publishedKey(state: State, table: PublishedTable, key: string): string | undefined {
  if (table === 'rigs') return state.table('identities').get(key)?.row_name;
  if (table !== 'rig_links') return key;
  const [a, b] = key.split(' ').map((id) => state.table('identities').get(id)?.row_name);
  return a === undefined || b === undefined ? undefined : linkId(a, b);
}

/** A row's values in the order of its table's columns: what the digest hashes. */
export function rowValues(table: CommonsTable, row: PublishedRow): unknown[] {
  return Object.keys(publishedColumns[table]).map((column) => row[column] ?? null);
}

function present<Row>(row: Row | undefined, make: (row: Row) => PublishedRow | undefined): PublishedRow | undefined {
  return row === undefined ? undefined : make(row);
}

function rigRow(state: State, identity: IdentityRow): PublishedRow {
  const { id, owner } = identity;
  const confirmed = owner !== null && state.table('links').get(owner, id) !== undefined;
  return complete('rigs', {
    handle: identity.row_name,
    display_name: optional(identity.name),
    trust_level: 1,
    rig_type: identity.kind,
    parent_rig: confirmed ? rowName(state, owner) : null,
  });
}

function wantedRow(state: State, item: ItemRow): PublishedRow {
  const completion = item.completion === null ? undefined : state.table('completions').get(item.completion);
  return complete('wanted', {
    id: item.id,
    title: item.title,
    description: optional(item.description),
    project: optional(item.project),
    type: item.type,
    priority: item.priority,
    tags: optional(item.tags),
    posted_by: rowName(state, item.posted_by),
    claimed_by: rowName(state, item.claimed_by),
    status: item.status,
    effort_level: item.effort,
    evidence_url: optional(completion?.evidence[0]?.url ?? null),
    sandbox_required: item.sandbox === null ? 0 : 1,
    sandbox_scope: item.sandbox,
    sandbox_min_tier: item.min_tier === null ? null : String(item.min_tier),
    created_at: wholeSeconds(item.created_at),
    updated_at: wholeSeconds(item.updated_at),
  });
}

function completionRow(state: State, completion: CompletionRow): PublishedRow {
  const acceptor = completion.status === 'accepted' ? completion.decided_by : null;
  return complete('completions', {
    id: completion.id,
    wanted_id: completion.item,
    completed_by: rowName(state, completion.worker),
    evidence: optional(completion.evidence[0]?.url ?? null),
    validated_by: rowName(state, acceptor),
    stamp_id: acceptor === null ? null : countingStamp(state, completion.id, acceptor),
    completed_at: wholeSeconds(completion.submitted_at),
    validated_at: acceptor === null || completion.decided_at === null ? null : wholeSeconds(completion.decided_at),
  });
}

function countingStamp(state: State, completion: string, author: string): string | null {
  const stamps = state.table('stamps').list('completion', completion, author);
  return stamps.find((stamp) => stamp.counts)?.id ?? null;
}

function stampRow(state: State, stamp: StampRow): PublishedRow {
  const given = dimensions.flatMap((name) => {
    const dimension = stamp.dimensions[name];
    return dimension === undefined ? [] : [{ name, ...dimension }];
  });
  return complete('stamps', {
    id: stamp.id,
    author: rowName(state, stamp.author),
    subject: rowName(state, stamp.subject),
    valence: Object.fromEntries(given.map(({ name, score }) => [name, score])),
    confidence: meanHundredths(given.map(({ confidence }) => confidence)),
    severity: stamp.severity,
    context_id: stamp.completion,
    context_type: 'completion',
    skill_tags: optional(stamp.skills),
    message: optional(stamp.message),
    created_at: wholeSeconds(stamp.created_at),
  });
}

/** Both sides' links, or the one that there is. */
function linkRow(state: State, a: string, b: string): PublishedRow | undefined {
  const links = state.table('links');
  const fromA = links.get(a, b);
  const fromB = links.get(b, a);
  const times = [fromA, fromB].filter((link): link is LinkRow => link !== undefined).map((link) => link.logged_at);
  const rigA = rowName(state, a);
  const rigB = rowName(state, b);
  if (times.length === 0 || rigA === null || rigB === null) return undefined;
  return complete('rig_links', {
    id: linkId(rigA, rigB),
    rig_a: rigA,
    rig_b: rigB,
    link_type: 'same_owner',
    assertion_a: fromA?.hash ?? null,
    assertion_b: fromB?.hash ?? null,
    status: times.length === 2 ? 'completed' : 'pending',
    created_at: wholeSeconds(Math.min(...times)),
    completed_at: times.length === 2 ? wholeSeconds(Math.max(...times)) : null,
  });
}

function linkId(rigA: string, rigB: string): string {
  return hash('sha256', `${rigA} ${rigB}`);
}

function rowName(state: State, id: string | null): string | null {
  return id === null ? null : (state.table('identities').get(id)?.row_name ?? null);
}

/** The row with null in every column that isn't given. */
function complete(table: CommonsTable, given: PublishedRow): PublishedRow {
  return Object.fromEntries(Object.keys(publishedColumns[table]).map((column) => [column, given[column] ?? null]));
}

function optional<T extends string | unknown[]>(value: T | null): T | null {
  return value === null || value.length === 0 ? null : value;
}

function wholeSeconds(milliseconds: number): number {
  return milliseconds - (milliseconds % 1000);
}

/** Mean of numbers with two decimals, in whole hundredths, half up. */
function meanHundredths(values: number[]): number {
  const sum = values.reduce((total, value) => total + Math.round(value * 100), 0);
  return Math.floor((2 * sum + values.length) / (2 * values.length)) / 100;
}
