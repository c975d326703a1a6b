import type { CommentAnswer, CommentRequest } from '../wire/api/comment.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { Acting, Done } from './acting.ts';
import { actAtHome } from './act-at-home.ts';
import { findOrTakeId } from './find-named.ts';
import { stampHome } from './issue-stamp.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { commentView } from './views/record.ts';

/** Asks or answers something about an item, a completion or a stamp. */
export async function postComment(
  services: Services,
  acting: Acting,
  request: CommentRequest,
): Promise<Done<CommentAnswer, Queued>> {
  const about = findAbout(services, request.about);
  const aud = stampHome(services, acting.rig);
  const act = { type: 'comment.posted', aud, body: { about, text: request.text } } as const;
  const comments = services.reader.state.table('comments');
  const done = await actAtHome(services, acting, act, (made) => comments.get(made));
  if (done.kind === 'queued') return { kind: 'queued', answer: { outbox: done.outbox } };
  return { kind: 'made', answer: { comment: commentView(namesOf(services), done.row), event: done.event } };
}

/** The full id of what a comment is about; a full one needn't be known here. */
export function findAbout(services: Services, typed: string): string {
  return findOrTakeId(services, typed.slice(0, 2) as 'w-' | 'c-' | 's-', typed);
}
