import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Text } from '../encodings.ts';
import { EventReceipt } from './event.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { AboutRef, Who } from './references.ts';

export const Comment = Type.Object(
  {
    id: Type.String(),
    about: Type.String(),
    author: named(Who),
    text: Type.String({ description: 'Markdown' }),
    created_at: Time,
  },
  { $id: 'Comment' },
);
export type Comment = Static<typeof Comment>;

export const CommentPage = pageOf(Comment, 'CommentPage');
export type CommentPage = Static<typeof CommentPage>;

export const CommentRequest = Type.Object({ about: AboutRef, text: Text(4000, 1) }, closed);
export type CommentRequest = Static<typeof CommentRequest>;

export const CommentsQuery = Type.Object({ about: AboutRef, ...pagingBy('created', 'created') }, closed);
export type CommentsQuery = Static<typeof CommentsQuery>;

export const CommentAnswer = Type.Object(
  { comment: named(Comment), event: named(EventReceipt) },
  { $id: 'CommentAnswer' },
);
export type CommentAnswer = Static<typeof CommentAnswer>;
