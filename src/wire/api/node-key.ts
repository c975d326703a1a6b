import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { EventReceipt } from './event.ts';
import { named } from './named.ts';

export const NodeKeyRequest = Type.Object(
  {
    leaked: Type.Optional(
      Type.Boolean({ default: false, description: 'others may have the old key: every token that it signed ends' }),
    ),
  },
  closed,
);
export type NodeKeyRequest = Static<typeof NodeKeyRequest>;

/** The key that speaks for this node now, and what its operator has to do about it. */
export const NodeKeyAnswer = Type.Object(
  {
    kid: Id,
    dropped: Type.Array(Id, { description: 'keys that speak for this node no longer' }),
    tokens_ended: Type.Integer({ minimum: 0 }),
    todo: Type.Array(Type.String({ description: 'a sentence for the operator' })),
    event: named(EventReceipt),
  },
  { $id: 'NodeKeyAnswer' },
);
export type NodeKeyAnswer = Static<typeof NodeKeyAnswer>;
