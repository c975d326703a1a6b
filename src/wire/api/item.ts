import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Text, Texts } from '../encodings.ts';
import { updateMembers } from '../event.ts';
import { boardSortNames, efforts, itemStatusNames, itemTypes } from '../words.ts';
import { named, pageOf, paging, Time } from './named.ts';
import { ItemRef, RigRef, Who } from './references.ts';

/** The lease of a claim; without `until` it has no end. */
export const Claim = Type.Object({ since: Time, until: Type.Optional(Time) }, { $id: 'Claim' });
export type Claim = Static<typeof Claim>;

/** A wanted item: the posting's members and where it stands. */
export const Item = Type.Object(
  {
    id: Type.String(),
    status: Type.Enum([...itemStatusNames], { type: 'string' }),
    home: Id,
    posted_by: named(Who),
    claimed_by: Type.Union([named(Who), Type.Null()]),
    claim: Type.Optional(named(Claim)),
    ready: Type.Optional(Type.Boolean({ description: 'open, and all that it depends on is completed here' })),
    title: Type.String(),
    description: Type.Optional(Type.String()),
    project: Type.Optional(Type.String()),
    type: Type.String(),
    priority: Type.Integer(),
    effort: Type.String(),
    tags: Type.Array(Type.String()),
    skills: Type.Array(Type.String()),
    reviewers: Type.Array(Id),
    claim_ttl: Type.Optional(Type.Integer()),
    min_tier: Type.Optional(Type.Integer()),
    sandbox: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    origin_ref: Type.Optional(Type.String()),
    acceptance: Type.Array(Type.String()),
    parent: Type.Optional(Type.String()),
    depends_on: Type.Array(Type.String()),
    created_at: Time,
    updated_at: Time,
    disputed: Type.Optional(Type.Boolean({ description: 'its home signed two different histories' })),
    incomplete: Type.Optional(
      Type.Boolean({ description: "its home's log withholds a text that may be an act on it" }),
    ),
  },
  { $id: 'Item' },
);
export type Item = Static<typeof Item>;

export const ItemPage = pageOf(Item, 'ItemPage');
export type ItemPage = Static<typeof ItemPage>;

const members = {
  ...updateMembers,
  reviewers: Type.Optional(Type.Array(RigRef, { maxItems: 16 })),
};

/** Members of a posting whose empty value only an update needs. */
const posted = {
  ...members,
  acceptance: Type.Optional(Texts(16, 500, 1)),
  parent: Type.Optional(ItemRef),
  depends_on: Type.Optional(Type.Array(ItemRef, { minItems: 1, maxItems: 32 })),
};

export const PostRequest = Type.Object(
  {
    ...posted,
    title: Text(400, 1),
    type: Type.Enum([...itemTypes], { type: 'string' }),
    priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 4, default: 2 })),
    effort: Type.Optional(Type.Enum([...efforts], { type: 'string', default: 'medium' })),
  },
  closed,
);
export type PostRequest = Static<typeof PostRequest>;

/** `""` and `[]` clear. */
export const EditRequest = Type.Object(
  {
    ...members,
    parent: Type.Optional(Type.String({ pattern: '^((w-)?[0-9a-f]{6,40})?$' })),
    depends_on: Type.Optional(Type.Array(ItemRef, { maxItems: 32 })),
  },
  { ...closed, minProperties: 1 },
);
export type EditRequest = Static<typeof EditRequest>;

export const BoardQuery = Type.Object(
  {
    status: Type.Optional(Type.Enum([...itemStatusNames], { type: 'string' })),
    ready: Type.Optional(Type.Boolean({ description: 'open, and all that it depends on is completed' })),
    type: Type.Optional(Type.Enum([...itemTypes], { type: 'string' })),
    project: Type.Optional(Type.String({ maxLength: 64 })),
    tag: Type.Optional(Type.String({ maxLength: 64 })),
    skill: Type.Optional(Type.String({ maxLength: 64 })),
    q: Type.Optional(Type.String({ maxLength: 400, description: 'words that must all occur' })),
    posted_by: Type.Optional(RigRef),
    claimed_by: Type.Optional(RigRef),
    home: Type.Optional(Id),
    parent: Type.Optional(ItemRef),
    sort: Type.Optional(Type.Enum([...boardSortNames], { type: 'string' })),
    ...paging,
  },
  closed,
);
export type BoardQuery = Static<typeof BoardQuery>;
