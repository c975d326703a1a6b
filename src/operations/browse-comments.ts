import type { CommentPage, CommentsQuery } from '../wire/api/comment.ts';
import { findAbout } from './post-comment.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { commentView } from './views/record.ts';

/** One page of the comments about one thing, oldest first. */
export function browseComments(services: Services, query: CommentsQuery): CommentPage {
  const names = namesOf(services);
  const page = services.reader.items.commentsAbout({ ...query, about: findAbout(services, query.about) });
  return { items: page.items.map((row) => commentView(names, row)), next_cursor: page.next_cursor };
}
