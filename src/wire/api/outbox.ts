import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, HashHex, Id } from '../encodings.ts';
import { pageOf, pagingBy, Time } from './named.ts';

const State = Type.Enum(['queued', 'won', 'refused', 'stale'], { type: 'string' });

/** A signed act that waits for the answer of the node whose log it is for (design section 7). */
export const OutboxEntry = Type.Object(
  {
    hash: HashHex,
    type: Type.String(),
    rig: Id,
    home: Id,
    item: Type.Optional(Type.String()),
    state: State,
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

export const OutboxPage = pageOf(OutboxEntry, 'OutboxPage');
export type OutboxPage = Static<typeof OutboxPage>;

export const OutboxQuery = Type.Object({ state: Type.Optional(State), ...pagingBy('created', '-created') }, closed);
export type OutboxQuery = Static<typeof OutboxQuery>;

/** 202: the act waits in the outbox. */
export const Queued = Type.Object({ outbox: Type.Unsafe<OutboxEntry>(Type.Ref('OutboxEntry')) }, { $id: 'Queued' });
export type Queued = Static<typeof Queued>;
