import Type from 'typebox';
import type { Static } from 'typebox';
import { HashHex, Id } from '../wire/encodings.ts';

/**
 * What we read of a peer's answers: the members that we need, with limits. Other members are passed over, since a newer
 * node may say more; nothing here is believed before its signatures hold.
 */

const Token = Type.String({ minLength: 1, maxLength: 16_000 });
const Address = Type.String({ minLength: 1, maxLength: 2_000 });

export const NodeAnswer = Type.Object({
  id: Id,
  name: Type.Optional(Type.String({ maxLength: 400 })),
  protocol: Type.Integer(),
  documents: Type.Array(Token, { minItems: 1, maxItems: 1_000 }),
  url: Type.Optional(Type.String({ maxLength: 2_000 })),
  remotes: Type.Optional(Type.Object({ ledger: Type.Optional(Address) })),
  checkpoint: Type.Optional(Token),
});
export type NodeAnswer = Static<typeof NodeAnswer>;

export const LogAnswer = Type.Object({
  origin: Id,
  seq: Type.Integer({ minimum: 0 }),
  root: HashHex,
  checkpoint: Token,
  url: Type.Optional(Type.String({ maxLength: 2_000 })),
});
export type LogAnswer = Static<typeof LogAnswer>;

export const LogsAnswer = Type.Object({ items: Type.Array(LogAnswer, { maxItems: 10_000 }) });

/** What a text may be is the verifier's to say, with a code: here only a line of the stream bounds it. */
export const EntryAnswer = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  logged_at: Type.Integer({ minimum: 0 }),
  jws: Type.String(),
});

export const IdentityAnswer = Type.Object({ id: Id, documents: Type.Array(Token, { maxItems: 1_000 }) });
export type IdentityAnswer = Static<typeof IdentityAnswer>;

/** A signed view, in which nothing is believed before it is read. */
export const ViewAnswer = Type.Object({ view: Token });

export const ProblemAnswer = Type.Object({
  status: Type.Integer(),
  code: Type.String({ pattern: '^[a-z0-9_]{1,64}$' }),
  type: Type.Optional(Type.String({ maxLength: 2_000 })),
  title: Type.Optional(Type.String({ maxLength: 2_000 })),
  detail: Type.Optional(Type.String({ maxLength: 4_000 })),
  legal: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })),
});
export type ProblemAnswer = Static<typeof ProblemAnswer>;

export const LoggedAnswer = Type.Object({
  origin: Id,
  seq: Type.Integer({ minimum: 1 }),
  hash: HashHex,
  verdict: Type.String({ maxLength: 100 }),
  item: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  proof: Type.Optional(Type.Array(HashHex, { maxItems: 64 })),
});
export type LoggedAnswer = Static<typeof LoggedAnswer>;

export const RefusedAnswer = Type.Object({ hash: Type.Optional(Type.String()), problem: ProblemAnswer });
export type RefusedAnswer = Static<typeof RefusedAnswer>;

export const EventsAnswer = Type.Object({
  results: Type.Array(Type.Union([LoggedAnswer, RefusedAnswer]), { maxItems: 100 }),
  checkpoint: Type.Optional(Token),
});
export type EventsAnswer = Static<typeof EventsAnswer>;
