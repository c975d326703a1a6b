import type { CommentPage, CommentsQuery } from '../wire/api/comment.ts';
import { findAbout } from './post-comment.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { commentView } from './views/record.ts';

/** One page of the comments about one thing, oldest first unless asked otherwise. */
export function browseComments(services: Services, query: CommentsQuery): CommentPage {
  const { about, ...paging } = query;
  const names = namesOf(services);
  const page = services.reader.records.comments(findAbout(services, about), paging);
  return { items: page.items.map((row) => commentView(names, row)), next_cursor: page.next_cursor };
}
