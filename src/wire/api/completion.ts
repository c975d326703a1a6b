import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { named, pageOf, paging, Time } from './named.ts';
import { Who } from './references.ts';

/** A submission and what became of it. */
export const Completion = Type.Object(
  {
    id: Type.String(),
    item: Type.String(),
    home: Id,
    worker: named(Who),
    status: Type.Enum(['submitted', 'accepted', 'rejected', 'released', 'withdrawn'], { type: 'string' }),
    evidence: Type.Array(
      Type.Object({
        url: Type.String(),
        digest: Type.Optional(Type.String()),
        media_type: Type.Optional(Type.String()),
        note: Type.Optional(Type.String()),
      }),
    ),
    summary: Type.Optional(Type.String()),
    submitted_at: Time,
    decided_by: Type.Optional(named(Who)),
    decided_at: Type.Optional(Time),
    reason: Type.Optional(Type.String()),
  },
  { $id: 'Completion' },
);
export type Completion = Static<typeof Completion>;

export const CompletionPage = pageOf(Completion, 'CompletionPage');
export type CompletionPage = Static<typeof CompletionPage>;

export const CompletionsQuery = Type.Object(paging, closed);
export type CompletionsQuery = Static<typeof CompletionsQuery>;
