import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Handle, Id, Text } from '../encodings.ts';
import { kinds } from '../words.ts';
import { Account } from './account.ts';
import { EventReceipt } from './event.ts';
import { RigTier } from './gate.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { RigRef, Who } from './references.ts';
import { standing } from './reputation.ts';

const rigKinds = kinds.filter((kind) => kind !== 'node');

/** Any object: what stands against it as a key has codes of its own. */
const Jwk = Type.Object({
  kty: Type.Optional(Type.Unknown()),
  crv: Type.Optional(Type.Unknown()),
  x: Type.Optional(Type.Unknown()),
});

const Keys = Type.Array(Jwk, { maxItems: 4, description: 'public Ed25519 JWKs, each `{kty, crv, x}`' });

export const RegisterRequest = Type.Object(
  {
    handle: Handle,
    name: Type.Optional(Text(100, 1)),
    kind: Type.Optional(Type.Enum([...rigKinds], { type: 'string', default: 'human' })),
    recovery: Type.Optional(Keys),
  },
  closed,
);
export type RegisterRequest = Static<typeof RegisterRequest>;

const Dimension = Type.Object({
  stamps: Type.Integer({ description: 'counting stamps' }),
  mean: Type.Optional(Type.Number({ description: 'of the scores, weighted by confidence' })),
  validators: Type.Integer({ description: 'distinct authors' }),
  groups: Type.Integer({ description: 'distinct owner groups of them' }),
});

/** What stands in stamps, plainly: no roots, no trust. */
export const Evidence = Type.Object(
  { quality: Dimension, reliability: Dimension, creativity: Dimension },
  { $id: 'Evidence' },
);
export type Evidence = Static<typeof Evidence>;

export const RigSummary = Type.Object(
  {
    id: Id,
    handle: Type.String(),
    address: Type.String(),
    name: Type.Optional(Type.String()),
    kind: Type.String(),
    status: Type.Enum(['active', 'tombstone', 'disputed'], { type: 'string' }),
    home: Id,
  },
  { $id: 'RigSummary' },
);
export type RigSummary = Static<typeof RigSummary>;

export const RigPage = pageOf(RigSummary, 'RigPage');
export type RigPage = Static<typeof RigPage>;

/** A group of one owner may be long: strangers link as many rigs of their own as they like. */
const group = {
  group: Type.Array(named(Who), { description: 'its owner group, itself included; the first 200 by id' }),
  group_size: Type.Integer(),
};

export const Rig = Type.Object(
  {
    id: Id,
    handle: Type.String(),
    address: Type.String(),
    name: Type.Optional(Type.String()),
    kind: Type.String(),
    status: Type.Enum(['active', 'tombstone', 'disputed'], { type: 'string' }),
    home: Id,
    keys: Type.Array(Id, { description: 'kids in force' }),
    custody: Type.Record(Type.String(), Id, { description: 'kid → the node that holds that private key' }),
    also_known_as: Type.Array(Type.String(), {
      description: 'what the rig says; `accounts` tells what of it is proven',
    }),
    accounts: Type.Array(named(Account), { description: 'what can be proven of it, as this node saw it last' }),
    owner: Type.Optional(Type.Object({ rig: named(Who), confirmed: Type.Boolean() })),
    ...group,
    tier: named(RigTier),
    evidence: named(Evidence),
    ...standing,
  },
  { $id: 'Rig' },
);
export type Rig = Static<typeof Rig>;

export const RegisterAnswer = Type.Object({ rig: named(Rig), token: Type.String() }, { $id: 'RegisterAnswer' });
export type RegisterAnswer = Static<typeof RegisterAnswer>;

/** What a custodial rig says otherwise from now on; `""` and `[]` take a member away. */
export const RigChange = Type.Object(
  {
    handle: Type.Optional(Handle),
    name: Type.Optional(Text(100)),
    also_known_as: Type.Optional(Type.Array(Text(255, 1), { maxItems: 8, description: 'URIs' })),
    owner: Type.Optional(Type.String({ maxLength: 320, description: 'of an agent; counts once that rig links it' })),
    recovery: Type.Optional(Keys),
    add_keys: Type.Optional(Keys),
    drop_keys: Type.Optional(
      Type.Array(Id, {
        maxItems: 16,
        description:
          'kids; what they signed up to now still counts. Dropping the one that the node holds leaves its custody: ' +
          'its tokens end, and from then on the rig signs with a key of its own',
      }),
    ),
  },
  { ...closed, minProperties: 1 },
);
export type RigChange = Static<typeof RigChange>;

/** After a document of a rig: the rig as it is now, and where the document stands. */
export const RigAnswer = Type.Object({ rig: named(Rig), event: named(EventReceipt) }, { $id: 'RigAnswer' });
export type RigAnswer = Static<typeof RigAnswer>;

export const RigsQuery = Type.Object(
  {
    kind: Type.Optional(Type.Enum([...kinds], { type: 'string' })),
    home: Type.Optional(Id),
    handle: Type.Optional(Handle),
    owner: Type.Optional(RigRef),
    q: Type.Optional(
      Type.String({ maxLength: 200, description: 'beginnings of words that must all occur in handle or name' }),
    ),
    skill: Type.Optional(Type.String({ maxLength: 64, description: 'named by stamps about the rig that count' })),
    ...pagingBy('handle', 'handle'),
  },
  closed,
);
export type RigsQuery = Static<typeof RigsQuery>;

export const Identity = Type.Object(
  { id: Id, documents: Type.Array(Type.String(), { description: 'every one known here, predecessors first' }) },
  { $id: 'Identity' },
);
export type Identity = Static<typeof Identity>;

export const Reputation = Type.Object(
  { rig: named(Who), evidence: named(Evidence), ...standing },
  { $id: 'Reputation' },
);
export type Reputation = Static<typeof Reputation>;

/** A link as one rig sees it. */
export const Link = Type.Object(
  {
    other: named(Who),
    relation: Type.String(),
    status: Type.Enum(['pending', 'completed'], { type: 'string' }),
    said_by: Type.Array(Id, { description: 'which sides have signed it' }),
    created_at: Time,
    completed_at: Type.Optional(Time),
  },
  { $id: 'Link' },
);
export type Link = Static<typeof Link>;

export const LinkPage = Type.Object(
  {
    items: Type.Array(named(Link)),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
    ...group,
  },
  { $id: 'LinkPage' },
);
export type LinkPage = Static<typeof LinkPage>;

export const LinksQuery = Type.Object(pagingBy('other', 'other'), closed);
export type LinksQuery = Static<typeof LinksQuery>;

export const LinkRequest = Type.Object({ other: RigRef }, closed);
export type LinkRequest = Static<typeof LinkRequest>;

export const VouchRequest = Type.Object({ subject: RigRef, note: Type.Optional(Text(1000)) }, closed);
export type VouchRequest = Static<typeof VouchRequest>;
