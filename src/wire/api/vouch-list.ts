import Type from 'typebox';
import type { Static } from 'typebox';
import { closed } from '../encodings.ts';
import { named } from './named.ts';
import { Who } from './references.ts';

/** A vouch list as text, in the form of VOUCHED.td. */
export const VouchList = Type.Object({ list: Type.String() }, { $id: 'VouchList' });
export type VouchList = Static<typeof VouchList>;

export const VouchListRequest = Type.Object(
  {
    list: Type.String({ maxLength: 1_000_000 }),
    platform: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9-]{0,31}$',
        default: 'github',
        description: 'what is meant where a line names none',
      }),
    ),
  },
  closed,
);
export type VouchListRequest = Static<typeof VouchListRequest>;

/** What came of a list. */
export const VouchListAnswer = Type.Object(
  {
    vouched: Type.Array(Type.Object({ account: Type.String(), rig: named(Who) }), {
      description: 'accounts that a rig has proven: the node vouches for it',
    }),
    listed: Type.Array(Type.String(), {
      description: 'accounts that no rig has proven yet: the gate knows them, and the node vouches once one does',
    }),
    blocked: Type.Array(Type.String()),
  },
  { $id: 'VouchListAnswer' },
);
export type VouchListAnswer = Static<typeof VouchListAnswer>;
