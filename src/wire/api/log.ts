import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, HashHex, Id } from '../encodings.ts';
import { named } from './named.ts';

export const LogHead = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    root: HashHex,
    checkpoint: Type.String({ description: 'the newest one held; it may cover more than has landed here' }),
    url: Type.Optional(Type.String({ description: 'where its node may be: a hint, to be proved there' })),
  },
  { $id: 'LogHead' },
);
export type LogHead = Static<typeof LogHead>;

export const LogsAnswer = Type.Object(
  { items: Type.Array(named(LogHead)), next_cursor: Type.Null() },
  { $id: 'LogsAnswer' },
);
export type LogsAnswer = Static<typeof LogsAnswer>;

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
