import { WastelandError } from '../errors.ts';
import type { Comment } from '../wire/api/comment.ts';
import type { Completion } from '../wire/api/completion.ts';
import type { Stamp } from '../wire/api/stamp.ts';
import { findId, findStamp } from './find-named.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { commentView, completionView, stampView } from './views/record.ts';

/** The submission that an id, or the beginning of one, names. */
export function showCompletion(services: Services, typed: string): Completion {
  return services.reader.snapshot(() => {
    const row = services.reader.items.completion(findId(services, 'c-', typed));
    if (row === undefined) throw new WastelandError('not_found', `${typed} isn't known here`);
    return completionView(namesOf(services), row);
  });
}

/** The stamp that an id, or the beginning of one, names, also a revoked one. */
export function showStamp(services: Services, typed: string): Stamp {
  return services.reader.snapshot(() => stampView(services, namesOf(services), findStamp(services, typed)));
}

/** The comment that an id, or the beginning of one, names; a withdrawn one isn't shown. */
export function showComment(services: Services, typed: string): Comment {
  return services.reader.snapshot(() => {
    const row = services.reader.items.comment(findId(services, 'm-', typed));
    if (row === undefined || row.withdrawn) {
      throw new WastelandError('not_found', `no comment ${typed} stands here`);
    }
    return commentView(namesOf(services), row);
  });
}
