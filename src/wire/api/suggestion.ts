import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { tierNames } from '../gate.ts';
import { named } from './named.ts';
import { Who } from './references.ts';

export const SuggestQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })) },
  closed,
);
export type SuggestQuery = Static<typeof SuggestQuery>;

const Skills = Type.Array(Type.String(), {
  description: "of the item's skills, those for which validators who count here have stamped it",
});

export const Reviewer = Type.Object(
  {
    rig: named(Who),
    weight: Type.Number({ description: '1 is one typical validator that a root trusts' }),
    skills: Skills,
    may_accept: Type.Boolean({ description: 'the posting names it as a reviewer' }),
  },
  { $id: 'Reviewer' },
);

export const ReviewersAnswer = Type.Object({ items: Type.Array(named(Reviewer)) }, { $id: 'ReviewersAnswer' });
export type ReviewersAnswer = Static<typeof ReviewersAnswer>;

export const Claimer = Type.Object(
  {
    rig: named(Who),
    tier: Type.Integer({ minimum: 0, maximum: 3 }),
    tier_name: Type.Enum([...tierNames], { type: 'string' }),
    lower: Type.Number({ description: 'the quality that can be relied on in these skills, 0 to 1' }),
    skills: Skills,
  },
  { $id: 'Claimer' },
);

export const ClaimersAnswer = Type.Object({ items: Type.Array(named(Claimer)) }, { $id: 'ClaimersAnswer' });
export type ClaimersAnswer = Static<typeof ClaimersAnswer>;
