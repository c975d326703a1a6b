import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Text } from '../encodings.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { Who } from './references.ts';

/** Somebody whom this node's doors refuse. */
export const Block = Type.Object(
  {
    target: Type.String({ description: 'an identity id, or an account: `github:alice`, `domain:example.org`' }),
    rig: Type.Optional(named(Who)),
    reason: Type.Optional(Type.String()),
    added_at: Time,
  },
  { $id: 'Block' },
);
export type Block = Static<typeof Block>;

export const BlockPage = pageOf(Block, 'BlockPage');
export type BlockPage = Static<typeof BlockPage>;

export const BlocksQuery = Type.Object(pagingBy('added', 'added'), closed);
export type BlocksQuery = Static<typeof BlocksQuery>;

export const BlockRequest = Type.Object(
  {
    who: Type.String({
      minLength: 1,
      maxLength: 320,
      description: 'a rig, with all of its owner; an account, with whoever proves it; a domain, with the nodes there',
    }),
    reason: Type.Optional(Text(1000)),
  },
  closed,
);
export type BlockRequest = Static<typeof BlockRequest>;
