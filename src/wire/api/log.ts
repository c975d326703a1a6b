import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, HashHex, Id } from '../encodings.ts';
import { pageOf } from './named.ts';

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
