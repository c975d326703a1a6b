import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { dimensions } from '../words.ts';
import { named, pagingBy, Time } from './named.ts';
import { Who } from './references.ts';

export const Leader = Type.Object(
  {
    rank: Type.Integer({ minimum: 1 }),
    rig: named(Who),
    mean: Type.Number(),
    uncertainty: Type.Number(),
    lower: Type.Number({ description: 'what the order is by' }),
  },
  { $id: 'Leader' },
);
export type Leader = Static<typeof Leader>;

export const Leaderboard = Type.Object(
  {
    dimension: Type.String(),
    skill: Type.Optional(Type.String()),
    as_of: { ...Time, description: 'everything that was committed then is in it; a large board may be some time old' },
    items: Type.Array(named(Leader), { description: 'of the 10,000 first' }),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: 'Leaderboard' },
);
export type Leaderboard = Static<typeof Leaderboard>;

export const LeaderboardQuery = Type.Object(
  {
    dimension: Type.Optional(Type.Enum([...dimensions], { type: 'string', default: 'quality' })),
    skill: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'only what is said by stamps that name it' }),
    ),
    ...pagingBy('lower', '-lower'),
  },
  closed,
);
export type LeaderboardQuery = Static<typeof LeaderboardQuery>;
