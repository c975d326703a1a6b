import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Text, Texts } from '../encodings.ts';
import { Dimensions } from '../event.ts';
import { severities } from '../words.ts';
import { Comment } from './comment.ts';
import { EventReceipt } from './event.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { CompletionRef, RigRef, Who } from './references.ts';

const Score = Type.Object({ score: Type.Number(), confidence: Type.Number() });

/** What one rig says about another's work. */
export const Stamp = Type.Object(
  {
    id: Type.String(),
    author: named(Who),
    subject: named(Who),
    completion: Type.String(),
    item: Type.Optional(Type.String()),
    dimensions: Type.Object({
      quality: Type.Optional(Score),
      reliability: Type.Optional(Score),
      creativity: Type.Optional(Score),
    }),
    severity: Type.String(),
    skills: Type.Array(Type.String()),
    message: Type.Optional(Type.String()),
    created_at: Time,
    origin: Id,
    revoked: Type.Boolean(),
    counts: Type.Boolean({ description: 'whether it is in tables and evidence' }),
    answers: Type.Array(named(Comment), { description: "the subject's comments about it" }),
  },
  { $id: 'Stamp' },
);
export type Stamp = Static<typeof Stamp>;

export const StampPage = pageOf(Stamp, 'StampPage');
export type StampPage = Static<typeof StampPage>;

/** What a validator says; the node fills in whom it is about. */
const said = {
  dimensions: Dimensions,
  severity: Type.Optional(Type.Enum([...severities], { type: 'string', default: 'leaf' })),
  skills: Type.Optional(Texts(32, 64)),
  message: Type.Optional(Text(2000)),
};

export const StampSaid = Type.Object(said, closed);
export type StampSaid = Static<typeof StampSaid>;

export const StampRequest = Type.Object({ completion: CompletionRef, ...said }, closed);
export type StampRequest = Static<typeof StampRequest>;

export const RevokeRequest = Type.Object({ reason: Text(1000) }, closed);
export type RevokeRequest = Static<typeof RevokeRequest>;

export const StampsQuery = Type.Object(
  {
    completion: Type.Optional(CompletionRef),
    author: Type.Optional(RigRef),
    subject: Type.Optional(RigRef),
    ...pagingBy('created', '-created'),
  },
  closed,
);
export type StampsQuery = Static<typeof StampsQuery>;

export const RigStampsQuery = Type.Object(
  {
    by: Type.Optional(Type.Enum(['author', 'subject'], { type: 'string', default: 'subject' })),
    ...pagingBy('created', '-created'),
  },
  closed,
);
export type RigStampsQuery = Static<typeof RigStampsQuery>;

export const StampAnswer = Type.Object({ stamp: named(Stamp), event: named(EventReceipt) }, { $id: 'StampAnswer' });
export type StampAnswer = Static<typeof StampAnswer>;
