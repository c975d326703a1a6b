import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Text } from '../encodings.ts';
import { Evidence } from '../event.ts';
import { Comment } from './comment.ts';
import { Completion } from './completion.ts';
import { EventReceipt } from './event.ts';
import { Claim, Item } from './item.ts';
import { named, pageOf, paging, Time } from './named.ts';
import { OutboxEntry } from './outbox.ts';
import { Who } from './references.ts';
import { Stamp, StampAnswer, StampSaid } from './stamp.ts';

const Reason = Type.Optional(Text(1000));

export const Empty = Type.Object({}, closed);
export const ReasonRequest = Type.Object({ reason: Reason }, closed);
export type ReasonRequest = Static<typeof ReasonRequest>;
export const ProgressRequest = Type.Object({ note: Reason }, closed);
export type ProgressRequest = Static<typeof ProgressRequest>;
export const SubmitRequest = Type.Object(
  { evidence: Type.Array(Evidence, { minItems: 1, maxItems: 16 }), summary: Type.Optional(Text(4000)) },
  closed,
);
export type SubmitRequest = Static<typeof SubmitRequest>;
export const AcceptRequest = Type.Object({ reason: Reason, stamp: Type.Optional(StampSaid) }, closed);
export type AcceptRequest = Static<typeof AcceptRequest>;

/** After an act on an item: the item as its home shows it, and where the act stands. */
export const ItemAnswer = Type.Object(
  {
    item: named(Item),
    event: named(EventReceipt),
    claim: Type.Optional(named(Claim)),
    completion: Type.Optional(Type.String({ description: 'the id that a submission made' })),
  },
  { $id: 'ItemAnswer' },
);
export type ItemAnswer = Static<typeof ItemAnswer>;

const stampPart = {
  stamp: Type.Optional(named(StampAnswer)),
  stamp_outbox: Type.Optional(named(OutboxEntry)),
};

export const AcceptAnswer = Type.Object(
  { item: named(Item), event: named(EventReceipt), ...stampPart },
  { $id: 'AcceptAnswer' },
);
export type AcceptAnswer = Static<typeof AcceptAnswer>;

export const AcceptQueued = Type.Object({ outbox: named(OutboxEntry), ...stampPart }, { $id: 'AcceptQueued' });
export type AcceptQueued = Static<typeof AcceptQueued>;

/** An entry about the item: an ordered act in its home's log, or what somebody said about it in their own home's. */
export const HistoryEntry = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    hash: Type.String(),
    type: Type.String(),
    author: named(Who),
    kid: Type.Optional(Type.String({ description: 'the key that signed it' })),
    at: Time,
    verdict: Type.String(),
    body: Type.Record(Type.String(), Type.Unknown()),
    key_dropped: Type.Optional(
      Type.Boolean({ description: "its owner has dropped the key since; the log's story stands" }),
    ),
  },
  { $id: 'HistoryEntry' },
);
export type HistoryEntry = Static<typeof HistoryEntry>;

export const HistoryPage = pageOf(HistoryEntry, 'HistoryPage');
export type HistoryPage = Static<typeof HistoryPage>;

export const HistoryQuery = Type.Object(paging, closed);
export type HistoryQuery = Static<typeof HistoryQuery>;

/** An item that another one names; without `title` it isn't known here. */
export const Related = Type.Object(
  { id: Type.String(), title: Type.Optional(Type.String()), status: Type.Optional(Type.String()) },
  { $id: 'Related' },
);
export type Related = Static<typeof Related>;

export const ItemDetail = Type.Object(
  {
    item: named(Item),
    claim: Type.Optional(named(Claim)),
    completions: Type.Array(named(Completion)),
    stamps: Type.Array(named(Stamp)),
    comments: Type.Array(named(Comment)),
    parent: Type.Optional(named(Related)),
    children: Type.Array(named(Related)),
    depends_on: Type.Array(named(Related)),
    needed_by: Type.Array(named(Related), { description: 'items that depend on this one' }),
    history: Type.Array(named(HistoryEntry), { description: 'oldest first; all of it is at …/history' }),
    cut: Type.Optional(
      Type.Array(Type.String(), { description: 'members of which there is more than the 200 that are shown' }),
    ),
  },
  { $id: 'ItemDetail' },
);
export type ItemDetail = Static<typeof ItemDetail>;
