import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { dimensions } from '../words.ts';

export const BadgeQuery = Type.Object(
  { dimension: Type.Optional(Type.Enum([...dimensions], { type: 'string', default: 'quality' })) },
  closed,
);
export type BadgeQuery = Static<typeof BadgeQuery>;
