import Type from 'typebox';
import type { Static } from 'typebox';
import { HashHex, Id } from '../encodings.ts';
import { Item } from './item.ts';
import { named } from './named.ts';
import { OutboxEntry } from './outbox.ts';
import { Problem } from './problem.ts';

const place = {
  origin: Id,
  seq: Type.Integer(),
  hash: HashHex,
  verdict: Type.String({ description: '`ok`, or `word: code`, as of now' }),
  proof: Type.Optional(Type.Array(HashHex, { description: 'inclusion in `checkpoint` (RFC 9162 section 2.1.3)' })),
};

/** Where an act stands, with its receipt. */
export const EventReceipt = Type.Object(
  { type: Type.String(), ...place, checkpoint: Type.Optional(Type.String()) },
  { $id: 'EventReceipt' },
);
export type EventReceipt = Static<typeof EventReceipt>;

/** What became of one token of `POST /v1/events`. */
export const LoggedResult = Type.Object(
  {
    ...place,
    item: Type.Optional(named(Item)),
    checkpoint: Type.Optional(Type.String({ description: "the other node's, when it logged a relayed act" })),
  },
  { $id: 'LoggedResult' },
);
export type LoggedResult = Static<typeof LoggedResult>;

export const RefusedResult = Type.Object({ hash: HashHex, problem: named(Problem) }, { $id: 'RefusedResult' });
export type RefusedResult = Static<typeof RefusedResult>;

export const QueuedResult = Type.Object({ hash: HashHex, outbox: named(OutboxEntry) }, { $id: 'QueuedResult' });
export type QueuedResult = Static<typeof QueuedResult>;

/** One result for each input, in order, and the checkpoint that the proofs are for. */
export const EventResults = Type.Object(
  {
    results: Type.Array(Type.Union([named(LoggedResult), named(RefusedResult), named(QueuedResult)])),
    checkpoint: Type.Optional(Type.String()),
  },
  { $id: 'EventResults' },
);
export type EventResult = LoggedResult | RefusedResult | QueuedResult;
export type EventResults = { results: EventResult[]; checkpoint?: string };

/** Longer texts are refused one by one, each with its own code. */
export const EventsRequest = Type.Object(
  { events: Type.Array(Type.String({ maxLength: 65_536 }), { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
);
export type EventsRequest = Static<typeof EventsRequest>;
