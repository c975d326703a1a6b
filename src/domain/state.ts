import type { VerdictCode } from '../wire/codes.ts';
import type { IdentityDocument } from '../wire/document.ts';
import type { Dimension, Kind } from '../wire/words.ts';

/**
 * What the projection knows, as rows by key. Two implementations: maps in memory, and the read model in SQLite.
 * Everything here is derived from the logs and can be made again from them.
 */
export interface State {
  table<Name extends TableName>(name: Name): Table<Rows[Name]>;
}

export interface Table<Row> {
  get(...key: Key): Row | undefined;
  put(row: Row): void;
  delete(...key: Key): void;
  /** Rows whose indexed columns have these values, in primary-key order. */
  list(index: string, ...values: Key): Row[];
}

export type Key = (string | number)[];

/** Head of one log as far as it has landed here. */
export interface LogRow {
  origin: string;
  seq: number;
  root: string;
  /** Milliseconds; time of the last entry. */
  logged_at: number;
  /** Newest checkpoint held; it may cover more than has landed. Empty before the first. */
  checkpoint: string;
}

/** What an entry adds to its log's Merkle tree. */
export interface TreeRow {
  origin: string;
  seq: number;
  /** Hashes of the complete subtrees that end with this entry, from its leaf up, without anything between them: what an entry
   * adds stands in one place, and next to what the one before it added. */
  closed: string;
}

/** One entry of a log with its verdict as of now. `type`, `author` and what follows are set when it is well signed only
 * (for documents: when it counts). */
export interface EntryRow {
  origin: string;
  seq: number;
  logged_at: number;
  hash: string;
  code: VerdictCode;
  /** An event type, or `identity`. */
  type: string | null;
  author: string | null;
  kid: string | null;
  iat: number | null;
  /** Id of what the event makes: `w-…`, `c-…`, `s-…`, `v-…`, `m-…`. */
  made: string | null;
  /** What a set act names: an identity or the id of something made. */
  target: string | null;
  /** Whom a stamp is about. */
  subject: string | null;
  /** The item that an ordered act is about, also when it was ignored. */
  item: string | null;
  body: Record<string, unknown> | null;
}

/** An identity document that counts in at least one log. */
export interface DocumentRow {
  hash: string;
  id: string;
  seq: number;
  prev: string | null;
  /** The key that signed it. */
  kid: string;
  /** kid → key, of `payload.keys`. */
  keys: Record<string, { x: string; custody?: string }>;
  /** kids of `payload.recovery`. */
  recovery: string[];
  payload: IdentityDocument;
  jws: string;
}

/** Where a document counts: one row for each log. */
export interface PlaceRow {
  origin: string;
  hash: string;
  id: string;
  seq: number;
}

/** An author as one log's prefix knows them: ordered acts and signatures are judged by it alone. */
export interface AuthorRow {
  origin: string;
  id: string;
  kind: Kind;
  /** Every key of every branch that counts here: kid → x. */
  known: Record<string, string>;
  /** kids of the latest document of the chain that wins in this log. */
  in_force: string[];
  /** Hash of that document, and where it stands in this log. */
  tip: string;
  tip_seq: number;
  tombstone: boolean;
}

/** How far the acts of one key count: in which logs, and up to where once it is dropped. */
export interface KeyReach {
  homes: string[];
  /** Absent while the key isn't dropped. An origin that isn't named: not at all. */
  upto?: Record<string, number>;
}

export type IdentityStatus = 'active' | 'tombstone' | 'disputed';

/** An identity as its winning chain shows it (the stem while disputed). */
export interface IdentityRow {
  id: string;
  /** `handle of document 0`-`first 22 characters of the id`: the name in published rows. */
  row_name: string;
  handle: string;
  name: string | null;
  kind: Kind;
  status: IdentityStatus;
  /** Of a node its own id. */
  home: string;
  owner: string | null;
  /** Hash of the latest document. */
  tip: string;
  seq: number;
  /** kids in force, sorted. */
  keys: string[];
  custody: Record<string, string>;
  also_known_as: string[];
  /** Every key that the chain ever held. */
  reach: Record<string, KeyReach>;
}

export const itemStatuses = ['open', 'claimed', 'in_review', 'completed', 'withdrawn'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export interface ItemRow {
  id: string;
  home: string;
  posted_by: string;
  status: ItemStatus;
  claimed_by: string | null;
  /** When the present claim began, and from when its lease runs; milliseconds. */
  claimed_at: number | null;
  lease_from: number | null;
  /** The submission in review or accepted. */
  completion: string | null;
  title: string;
  description: string | null;
  project: string | null;
  type: string;
  priority: number;
  effort: string;
  tags: string[];
  skills: string[];
  reviewers: string[];
  claim_ttl: number | null;
  min_tier: number | null;
  sandbox: Record<string, unknown> | null;
  origin_ref: string | null;
  acceptance: string[];
  parent: string | null;
  depends_on: string[];
  created_at: number;
  /** Time of the last `ok` ordered act on it. */
  updated_at: number;
  seq: number;
}

export const completionStatuses = ['submitted', 'accepted', 'rejected', 'released', 'withdrawn'] as const;
export type CompletionStatus = (typeof completionStatuses)[number];

export interface EvidenceLink {
  url: string;
  digest?: string;
  media_type?: string;
  note?: string;
}

/** An `ok` submission. */
export interface CompletionRow {
  id: string;
  item: string;
  home: string;
  worker: string;
  status: CompletionStatus;
  evidence: EvidenceLink[];
  summary: string | null;
  submitted_at: number;
  /** Who accepted or rejected it, and when. */
  decided_by: string | null;
  decided_at: number | null;
  reason: string | null;
  seq: number;
}

export type DimensionScores = Partial<Record<Dimension, { score: number; confidence: number }>>;

/** A stamp whose verdict is `ok`. */
export interface StampRow {
  id: string;
  author: string;
  subject: string;
  completion: string;
  dimensions: DimensionScores;
  severity: string;
  skills: string[];
  message: string | null;
  created_at: number;
  origin: string;
  seq: number;
  revoked: boolean;
  /** The unrevoked one with the lowest id of its author and completion: the only one in tables and evidence. */
  counts: boolean;
}

/** An `ok` vouch. */
export interface VouchRow {
  id: string;
  giver: string;
  subject: string;
  note: string | null;
  created_at: number;
  withdrawn: boolean;
}

/** An `ok` comment. */
export interface CommentRow {
  id: string;
  author: string;
  about: string;
  text: string;
  created_at: number;
  withdrawn: boolean;
}

/** One side's earliest `ok` link (by logged_at, then hash). */
export interface LinkRow {
  author: string;
  other: string;
  hash: string;
  logged_at: number;
}

/** Membership of an owner group of two or more; the group's id is its smallest member's. */
export interface GroupRow {
  rig: string;
  group_id: string;
}

/** A published row that has changed since the publisher last took it. */
export interface UnpublishedRow {
  table_name: PublishedTable;
  key: string;
  /** Counts changes while marked: a mark is cleared only by who has read this very number, so that a row changed again
   * during a publication stays marked. */
  change: number;
}

/** Commons tables whose rows change; a `rig_links` key is the two rig ids, the smaller row name's first. */
export type PublishedTable = 'rigs' | 'wanted' | 'completions' | 'stamps' | 'rig_links';

export interface Rows {
  logs: LogRow;
  tree: TreeRow;
  entries: EntryRow;
  documents: DocumentRow;
  places: PlaceRow;
  authors: AuthorRow;
  identities: IdentityRow;
  items: ItemRow;
  completions: CompletionRow;
  stamps: StampRow;
  vouches: VouchRow;
  comments: CommentRow;
  links: LinkRow;
  groups: GroupRow;
  unpublished: UnpublishedRow;
}

export type TableName = keyof Rows;
