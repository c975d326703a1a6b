import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';

const Theme = Type.Enum(['light', 'dark'], { type: 'string' });
export type Theme = Static<typeof Theme>;

export const CardQuery = Type.Object(
  { theme: Type.Optional({ ...Theme, description: 'as the reader’s system likes it, if absent' }) },
  closed,
);
export type CardQuery = Static<typeof CardQuery>;
