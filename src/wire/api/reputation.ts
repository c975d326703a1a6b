import Type from 'typebox';
import type { Static } from 'typebox';
import { named } from './named.ts';
import { Who } from './references.ts';

/** From 0 (the worst) to 1 (the best), under the roots of the node that answers. */
const Value = Type.Object({
  mean: Type.Number({ description: 'what the evidence says, 0 to 1; 0.5 without any' }),
  uncertainty: Type.Number({ description: '1 without evidence, towards 0 with much' }),
  lower: Type.Number({ description: 'with a chance of 19 in 20 it is at least this: what rigs are ranked by' }),
});

export const ReputationValues = Type.Object(
  { quality: Value, reliability: Value, creativity: Value },
  { $id: 'ReputationValues' },
);
export type ReputationValues = Static<typeof ReputationValues>;

export const SkillReputation = Type.Object(
  {
    skill: Type.String(),
    stamps: Type.Integer({ description: 'that name it and weigh anything' }),
    reputation: named(ReputationValues),
  },
  { $id: 'SkillReputation' },
);
export type SkillReputation = Static<typeof SkillReputation>;

const GrowthValue = Type.Object({
  r: Type.Number({ description: 'evidence for it so far' }),
  s: Type.Number({ description: 'evidence against it so far' }),
  lower: Type.Number(),
});

export const GrowthPoint = Type.Object(
  {
    month: Type.String({ description: 'such as 2026-11, in UTC; the stamps up to its end, as they weigh now' }),
    stamps: Type.Integer({ description: 'so far, of those that weigh anything' }),
    quality: GrowthValue,
    reliability: GrowthValue,
    creativity: GrowthValue,
  },
  { $id: 'GrowthPoint' },
);
export type GrowthPoint = Static<typeof GrowthPoint>;

const Share = Type.Number({ minimum: 0, maximum: 1 });

export const HomeShare = Type.Object(
  {
    home: named(Who),
    stamps: Type.Integer(),
    share: Type.Object(
      { quality: Share, reliability: Share, creativity: Share },
      { description: 'what part of all evidence in each dimension was given by rigs of this home' },
    ),
  },
  { $id: 'HomeShare' },
);
export type HomeShare = Static<typeof HomeShare>;

/** What a picture of a rig's standing needs; computed anew by each node from the evidence, never sent between nodes. */
export const standing = {
  weight: Type.Number({
    description:
      "of its own judgement: 1 is one typical validator that a root trusts, 0 whoever no root's vouches reach",
  }),
  reputation: named(ReputationValues),
  skills: Type.Array(named(SkillReputation), { description: 'the 12 that are named most, the most evidence first' }),
  growth: Type.Array(named(GrowthPoint), { description: 'the last 12 months in which something was given' }),
  homes: Type.Array(named(HomeShare), { description: 'of those who gave it: the first 20, the most evidence first' }),
};
