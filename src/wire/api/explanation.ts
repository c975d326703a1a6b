import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { named, pagingBy } from './named.ts';
import { Who } from './references.ts';
import { ReputationValues } from './reputation.ts';
import { Stamp } from './stamp.ts';

/** What one stamp gives in one dimension; the shares of all stamps and 0.5 sum to the mean, within 1e-9. */
export const ExplainedPart = Type.Object(
  {
    c: Type.Number({ description: 'confidence' }),
    x: Type.Number({ description: 'the score from 1 to 5, as 0 to 1' }),
    discount: Type.Number({ description: '½ to the power of how many stamps of the same owner come before it, by id' }),
    r: Type.Number({ description: 'evidence for: weight · c · x · discount' }),
    s: Type.Number({ description: 'evidence against: weight · c · (1 − x) · discount' }),
    share: Type.Number({ description: 'what it moves the mean by' }),
  },
  { $id: 'ExplainedPart' },
);
export type ExplainedPart = Static<typeof ExplainedPart>;

export const ExplainedStamp = Type.Object(
  {
    stamp: named(Stamp),
    weight: Type.Number({ description: "of its author's judgement; 0 where no vouch leads there from a root" }),
    path: Type.Array(named(Who), {
      description: "owner groups, from a root's to the author's, each vouching for the next; empty without weight",
    }),
    parts: Type.Object({
      quality: Type.Optional(named(ExplainedPart)),
      reliability: Type.Optional(named(ExplainedPart)),
      creativity: Type.Optional(named(ExplainedPart)),
    }),
  },
  { $id: 'ExplainedStamp' },
);
export type ExplainedStamp = Static<typeof ExplainedStamp>;

export const Explanation = Type.Object(
  {
    rig: named(Who),
    reputation: named(ReputationValues),
    raise: Type.Array(Type.String(), { description: 'what would raise it, in plain words, the most first' }),
    items: Type.Array(named(ExplainedStamp)),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: 'Explanation' },
);
export type Explanation = Static<typeof Explanation>;

export const ExplainQuery = Type.Object(pagingBy('effect', '-effect'), closed);
export type ExplainQuery = Static<typeof ExplainQuery>;
