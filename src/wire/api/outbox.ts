import Type from 'typebox';
import type { Static } from 'typebox';
import { HashHex, Id } from '../encodings.ts';
import { Time } from './named.ts';

/** A signed act that waits for the answer of the node whose log it is for (design section 7). */
export const OutboxEntry = Type.Object(
  {
    hash: HashHex,
    type: Type.String(),
    rig: Id,
    home: Id,
    item: Type.Optional(Type.String()),
    state: Type.Enum(['queued', 'won', 'refused', 'stale'], { type: 'string' }),
    attempts: Type.Integer(),
    created_at: Time,
    next_at: Type.Optional(Time),
    waits_for: Type.Optional(Type.String({ description: 'the completion that must be known here first' })),
    after: Type.Optional(Type.String({ description: 'hash of the act that must be won first' })),
    answer: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'OutboxEntry' },
);
export type OutboxEntry = Static<typeof OutboxEntry>;

/** 202: the act waits in the outbox. */
export const Queued = Type.Object({ outbox: Type.Unsafe<OutboxEntry>(Type.Ref('OutboxEntry')) }, { $id: 'Queued' });
export type Queued = Static<typeof Queued>;
