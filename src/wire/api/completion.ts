import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { ItemRef, RigRef, Who } from './references.ts';

export const completionStatusNames = ['submitted', 'accepted', 'rejected', 'released', 'withdrawn'] as const;

/** A submission and what became of it. */
export const Completion = Type.Object(
  {
    id: Type.String(),
    item: Type.String(),
    home: Id,
    worker: named(Who),
    status: Type.Enum([...completionStatusNames], { type: 'string' }),
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

const listed = {
  status: Type.Optional(Type.Enum([...completionStatusNames], { type: 'string' })),
  ...pagingBy('submitted', '-submitted'),
};

export const RigCompletionsQuery = Type.Object(listed, closed);
export type RigCompletionsQuery = Static<typeof RigCompletionsQuery>;

export const CompletionsQuery = Type.Object(
  { item: Type.Optional(ItemRef), worker: Type.Optional(RigRef), ...listed },
  closed,
);
export type CompletionsQuery = Static<typeof CompletionsQuery>;
