import Type from 'typebox';
import type { Static } from 'typebox';
import { HashHex, Id, closed } from '../encodings.ts';
import { eventTypes } from '../event.ts';
import { itemStatusNames } from '../words.ts';
import { named, Time } from './named.ts';
import { ItemRef, RigRef, Who } from './references.ts';

/** What `type` of a happening may be: every event type, and `identity` for a document. */
export const happeningTypes = [...eventTypes, 'identity'] as const;

/** The item that a happening is about, as it stood here when the happening was read. */
export const HappeningItem = Type.Object(
  {
    id: Type.String(),
    title: Type.Optional(Type.String({ description: "absent while the item isn't known here" })),
    status: Type.Optional(Type.Enum([...itemStatusNames], { type: 'string' })),
    project: Type.Optional(Type.String()),
  },
  { $id: 'HappeningItem' },
);
export type HappeningItem = Static<typeof HappeningItem>;

/** An entry of a log as streams, webhooks and feeds tell of it. */
export const Happening = Type.Object(
  {
    id: Type.String({ description: "its place in this node's order of arrival: readers resume after it" }),
    type: Type.Enum([...happeningTypes], { type: 'string' }),
    at: Time,
    author: named(Who),
    verdict: Type.String({
      description: '`ok`, or `word: code`, when it was read: one that becomes another later is told again, with `was`',
    }),
    was: Type.Optional(
      Type.String({ description: 'it was told before, with this verdict: something that came late has changed it' }),
    ),
    changed_at: Type.Optional({ ...Time, description: 'when this node saw that' }),
    origin: Id,
    seq: Type.Integer(),
    hash: HashHex,
    kid: Type.Optional(Type.String({ description: 'the key that signed it' })),
    item: Type.Optional(named(HappeningItem)),
    made: Type.Optional(Type.String({ description: 'id of what it made' })),
    target: Type.Optional(Type.String({ description: 'what a set act names' })),
    subject: Type.Optional(named(Who)),
    body: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'what its author signed: of `wanted.updated` the members that changed',
      }),
    ),
  },
  { $id: 'Happening' },
);
export type Happening = Static<typeof Happening>;

const family = 'wanted|work|stamp|vouch|comment|rig';
const oneType = `(${happeningTypes.join('|').replaceAll('.', '\\.')}|${family})`;

/** Which happenings somebody wants to hear of. */
export const happeningFilter = {
  item: Type.Optional(ItemRef),
  rig: Type.Optional(RigRef),
  project: Type.Optional(Type.String({ maxLength: 64 })),
  type: Type.Optional(
    Type.String({
      pattern: `^${oneType}(,${oneType})*$`,
      maxLength: 500,
      description: 'types, or the words before their dots, with commas between them',
    }),
  ),
};

/** Id of a happening, or 0 for the beginning of what this node holds. */
export const happeningIdPattern = '^(0|[1-9][0-9]{0,14}-[0-9a-f]{8})$';

export const StreamQuery = Type.Object(
  {
    ...happeningFilter,
    after: Type.Optional(
      Type.String({
        pattern: happeningIdPattern,
        description: 'like the header Last-Event-ID, which counts where both are given; 0 begins with the oldest',
      }),
    ),
  },
  closed,
);
export type StreamQuery = Static<typeof StreamQuery>;
