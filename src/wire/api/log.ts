import Type from 'typebox';
import type { Static } from 'typebox';
import { documentCodes, eventCodes, ignoredCodes, keyCodes, pendingCodes, textCodes } from '../codes.ts';
import type { VerdictCode } from '../codes.ts';
import { closed, HashHex, Id } from '../encodings.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { Who } from './references.ts';

export const LogHead = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    root: HashHex,
    checkpoint: Type.String({ description: 'the newest one held; it may cover more than has landed here' }),
    url: Type.Optional(Type.String({ description: 'where its node may be: a hint, to be proved there' })),
    disputed: Type.Optional(
      Type.Boolean({
        description: 'it signed two histories; the proof is at …/equivocation, and it extends no more here',
      }),
    ),
  },
  { $id: 'LogHead' },
);
export type LogHead = Static<typeof LogHead>;

export const LogPage = pageOf(LogHead, 'LogPage');
export type LogPage = Static<typeof LogPage>;

/** The vector is one thing: without `limit` it comes whole. */
export const LogsQuery = Type.Object(
  {
    sort: Type.Optional(Type.Enum(['origin', '-origin'], { type: 'string', default: 'origin' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
);
export type LogsQuery = Static<typeof LogsQuery>;

/** One entry of a log with its verdict as of now. What stands behind `verdict` is there when it is well signed only. */
export const Entry = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    at: Time,
    hash: HashHex,
    verdict: Type.String({ description: '`ok`, or `word: code`' }),
    type: Type.Optional(Type.String({ description: 'an event type, or `identity`' })),
    author: Type.Optional(named(Who)),
    kid: Type.Optional(Type.String({ description: 'the key that signed it' })),
    made: Type.Optional(Type.String({ description: 'id of what it made' })),
    item: Type.Optional(Type.String({ description: 'the item that an ordered act is about' })),
    target: Type.Optional(Type.String({ description: 'what a set act names' })),
    body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { $id: 'Entry' },
);
export type Entry = Static<typeof Entry>;

export const EntryPage = pageOf(Entry, 'EntryPage');
export type EntryPage = Static<typeof EntryPage>;

/** A code may stand at two places in the order of the checks. */
const codes = new Set<VerdictCode>([
  'ok',
  ...ignoredCodes,
  ...pendingCodes,
  ...textCodes,
  ...eventCodes,
  ...keyCodes,
  ...documentCodes,
  'key_not_in_force',
]);

export const EntryListQuery = Type.Object(
  { code: Type.Optional(Type.Enum([...codes], { type: 'string' })), ...pagingBy('seq', 'seq') },
  closed,
);
export type EntryListQuery = Static<typeof EntryListQuery>;

export const EntriesQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export type EntriesQuery = Static<typeof EntriesQuery>;

/** Either `seq` (inclusion) or `from` (consistency); `size` is the log's length here when absent. */
export const ProofQuery = Type.Object(
  {
    seq: Type.Optional(Type.Integer({ minimum: 1 })),
    from: Type.Optional(Type.Integer({ minimum: 1 })),
    size: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export type ProofQuery = Static<typeof ProofQuery>;

export const InclusionProof = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    logged_at: Type.Integer({ description: 'milliseconds since 1970' }),
    hash: HashHex,
    leaf: HashHex,
    size: Type.Integer(),
    root: HashHex,
    proof: Type.Array(HashHex),
    checkpoint: Type.Optional(Type.String({ description: 'the one over exactly this size, where it is held' })),
  },
  { $id: 'InclusionProof' },
);
export type InclusionProof = Static<typeof InclusionProof>;

export const ConsistencyProof = Type.Object(
  {
    origin: Id,
    from: Type.Integer(),
    from_root: HashHex,
    size: Type.Integer(),
    root: HashHex,
    proof: Type.Array(HashHex),
    checkpoint: Type.Optional(Type.String()),
  },
  { $id: 'ConsistencyProof' },
);
export type ConsistencyProof = Static<typeof ConsistencyProof>;
