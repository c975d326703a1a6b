import Type from 'typebox';
import type { Static } from 'typebox';
import {
  closed,
  CommentId,
  CompletionId,
  Id,
  ItemId,
  Jti,
  Seconds,
  StampId,
  Text,
  Texts,
  VouchId,
} from './encodings.ts';
import { efforts, itemTypes, severities } from './words.ts';

/** Events (protocol.md section 3): one signed act each. */

export const Envelope = Type.Object(
  { iss: Id, aud: Id, iat: Seconds, jti: Jti, type: Type.String(), body: Type.Object({}) },
  { ...closed, $id: 'Event' },
);

const Reason = Type.Optional(Text(1000));
const Skills = Texts(32, 64);
const Title = Text(400, 1);

/** The members of a posting, all optional where an update may leave them out. */
const posting = {
  title: Title,
  description: Text(8000),
  project: Text(64),
  type: Type.Enum([...itemTypes], { type: 'string' }),
  priority: Type.Integer({ minimum: 0, maximum: 4 }),
  effort: Type.Enum([...efforts], { type: 'string' }),
  tags: Texts(32, 64),
  skills: Skills,
  reviewers: Type.Array(Id, { maxItems: 16 }),
  claim_ttl: Type.Integer({ minimum: 60, maximum: 31_536_000 }),
  min_tier: Type.Integer({ minimum: 1, maximum: 3 }),
  sandbox: Type.Object({}, { maxCanonicalBytes: 2000 }),
  origin_ref: Text(255),
  acceptance: Texts(16, 500, 1),
  parent: ItemId,
  depends_on: Type.Array(ItemId, { minItems: 1, maxItems: 32 }),
};

const Posted = Type.Object(
  {
    title: posting.title,
    description: Type.Optional(posting.description),
    project: Type.Optional(posting.project),
    type: posting.type,
    priority: posting.priority,
    effort: posting.effort,
    tags: Type.Optional(posting.tags),
    skills: Type.Optional(posting.skills),
    reviewers: Type.Optional(posting.reviewers),
    claim_ttl: Type.Optional(posting.claim_ttl),
    min_tier: Type.Optional(posting.min_tier),
    sandbox: Type.Optional(posting.sandbox),
    origin_ref: Type.Optional(posting.origin_ref),
    acceptance: Type.Optional(posting.acceptance),
    parent: Type.Optional(posting.parent),
    depends_on: Type.Optional(posting.depends_on),
  },
  closed,
);

/** The members that an update may carry besides `item`; `""` and `[]` clear. */
export const updateMembers = {
  title: Type.Optional(posting.title),
  description: Type.Optional(posting.description),
  project: Type.Optional(posting.project),
  type: Type.Optional(posting.type),
  priority: Type.Optional(posting.priority),
  effort: Type.Optional(posting.effort),
  tags: Type.Optional(posting.tags),
  skills: Type.Optional(posting.skills),
  reviewers: Type.Optional(posting.reviewers),
  claim_ttl: Type.Optional(posting.claim_ttl),
  min_tier: Type.Optional(posting.min_tier),
  sandbox: Type.Optional(posting.sandbox),
  origin_ref: Type.Optional(posting.origin_ref),
  acceptance: Type.Optional(Texts(16, 500)),
  parent: Type.Optional(Type.String({ pattern: '^(w-[0-9a-f]{40})?$' })),
  depends_on: Type.Optional(Type.Array(ItemId, { maxItems: 32 })),
};

export const Evidence = Type.Object(
  {
    url: Text(2000),
    digest: Type.Optional(Text(128)),
    media_type: Type.Optional(Text(128)),
    note: Type.Optional(Text(1000)),
  },
  closed,
);

const DimensionScore = Type.Object(
  {
    score: Type.Number({ minimum: 1, maximum: 5, multipleOf: 0.5 }),
    confidence: Type.Number({ minimum: 0, maximum: 1, decimals: 2 }),
  },
  closed,
);

export const Dimensions = Type.Object(
  {
    quality: Type.Optional(DimensionScore),
    reliability: Type.Optional(DimensionScore),
    creativity: Type.Optional(DimensionScore),
  },
  { ...closed, minProperties: 1 },
);

const onItem = { item: ItemId };

/** The body of every event type; its keys are all the types there are. */
export const bodies = {
  'wanted.posted': Posted,
  'wanted.updated': Type.Object({ ...onItem, ...updateMembers }, { ...closed, minProperties: 2 }),
  'wanted.withdrawn': Type.Object({ ...onItem, reason: Reason }, closed),
  'wanted.claimed': Type.Object(onItem, closed),
  'wanted.released': Type.Object({ ...onItem, reason: Reason }, closed),
  'work.progressed': Type.Object({ ...onItem, note: Reason }, closed),
  'work.submitted': Type.Object(
    { ...onItem, evidence: Type.Array(Evidence, { minItems: 1, maxItems: 16 }), summary: Type.Optional(Text(4000)) },
    closed,
  ),
  'work.accepted': Type.Object({ completion: CompletionId, reason: Reason }, closed),
  'work.rejected': Type.Object({ completion: CompletionId, reason: Reason }, closed),
  'stamp.issued': Type.Object(
    {
      completion: CompletionId,
      subject: Id,
      dimensions: Dimensions,
      severity: Type.Enum([...severities], { type: 'string' }),
      skills: Type.Optional(Skills),
      message: Type.Optional(Text(2000)),
    },
    closed,
  ),
  'stamp.revoked': Type.Object({ stamp: StampId, reason: Text(1000) }, closed),
  'vouch.given': Type.Object({ subject: Id, note: Reason }, closed),
  'vouch.withdrawn': Type.Object({ vouch: VouchId }, closed),
  'comment.posted': Type.Object({ about: Type.Union([ItemId, CompletionId, StampId]), text: Text(4000, 1) }, closed),
  'comment.withdrawn': Type.Object({ comment: CommentId }, closed),
  'rig.linked': Type.Object({ other: Id, relation: Type.Enum(['same_owner'], { type: 'string' }) }, closed),
};

export type EventType = keyof typeof bodies;
export type Bodies = { [T in EventType]: Static<(typeof bodies)[T]> };
export type EventOf<T extends EventType> = Omit<Static<typeof Envelope>, 'type' | 'body'> & {
  type: T;
  body: Bodies[T];
};
export type SignedEvent = { [T in EventType]: EventOf<T> }[EventType];

export const eventTypes = Object.keys(bodies) as EventType[];

/** Ordered acts are decided by their home's log; all others are set acts. */
export function isOrdered(type: EventType): boolean {
  return type.startsWith('wanted.') || type.startsWith('work.');
}
