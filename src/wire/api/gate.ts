import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { gateActs, gateCodes, tierNames } from '../gate.ts';
import { named, pagingBy, Time } from './named.ts';
import { ItemRef, Who } from './references.ts';

/** What this node's policy makes of a rig's record. */
export const RigTier = Type.Object(
  {
    level: Type.Integer({ minimum: 0, maximum: 3, description: 'as in `min_tier`; 0 is nobody known' }),
    name: Type.Enum([...tierNames], { type: 'string' }),
    since: Type.Optional(Time),
    reasons: Type.Array(Type.String()),
    missing: Type.Array(Type.String(), { description: 'for the next tier' }),
  },
  { $id: 'RigTier' },
);
export type RigTier = Static<typeof RigTier>;

/** A tier that a rig came to, up or down. */
export const TierChange = Type.Object(
  {
    level: Type.Integer({ minimum: 0, maximum: 3 }),
    name: Type.Enum([...tierNames], { type: 'string' }),
    reasons: Type.Array(Type.String()),
    at: Time,
  },
  { $id: 'TierChange' },
);
export type TierChange = Static<typeof TierChange>;

export const TierChangePage = Type.Object(
  {
    items: Type.Array(named(TierChange)),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
    tier: named(RigTier),
  },
  { $id: 'TierChangePage' },
);
export type TierChangePage = Static<typeof TierChangePage>;

export const TiersQuery = Type.Object(pagingBy('at', '-at'), closed);
export type TiersQuery = Static<typeof TiersQuery>;

export const GateQuery = Type.Object(
  {
    who: Type.String({
      minLength: 1,
      maxLength: 320,
      description: 'a rig: id, beginning of one, address, handle; or an account: `github:alice`, `domain:example.org`',
    }),
    act: Type.Optional(Type.Enum([...gateActs], { type: 'string', default: 'contribute' })),
    item: Type.Optional(ItemRef),
    number: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "GitHub's number of the account: a login may be somebody else's by now",
      }),
    ),
  },
  closed,
);
export type GateQuery = Static<typeof GateQuery>;

export const GateAnswer = Type.Object(
  {
    allowed: Type.Boolean(),
    act: Type.Enum([...gateActs], { type: 'string' }),
    who: Type.Optional(named(Who)),
    account: Type.Optional(Type.String({ description: 'the account that was asked about' })),
    item: Type.Optional(Type.String()),
    tier: named(RigTier),
    reasons: Type.Array(Type.Object({ code: Type.Enum([...gateCodes], { type: 'string' }), text: Type.String() }), {
      minItems: 1,
      description: 'all that stands against it; else the one that lets it in',
    }),
    would_change: Type.Array(Type.String(), { description: 'what would make a no a yes, in plain words' }),
  },
  { $id: 'GateAnswer' },
);
export type GateAnswer = Static<typeof GateAnswer>;
