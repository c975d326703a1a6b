import type { CommentRow, CompletionRow, StampRow, VouchRow } from '../../domain/state.ts';
import type { Vouch } from '../../wire/api/acts.ts';
import type { Comment } from '../../wire/api/comment.ts';
import type { Completion } from '../../wire/api/completion.ts';
import type { Stamp } from '../../wire/api/stamp.ts';
import type { Services } from '../ports.ts';
import type { Names } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** A submission as answers show it. */
export function completionView(names: Names, row: CompletionRow): Completion {
  return {
    id: row.id,
    item: row.item,
    home: row.home,
    worker: names(row.worker),
    status: row.status,
    evidence: row.evidence,
    submitted_at: time(row.submitted_at),
    ...present({
      summary: row.summary,
      decided_by: row.decided_by === null ? null : names(row.decided_by),
      decided_at: timeOrNull(row.decided_at),
      reason: row.reason,
    }),
  };
}

/** A comment as answers show it. */
export function commentView(names: Names, row: CommentRow): Comment {
  return {
    id: row.id,
    about: row.about,
    author: names(row.author),
    text: row.text,
    created_at: time(row.created_at),
  };
}

/** A stamp as answers show it, with what its subject says to it (protocol.md section 3). */
export function stampView(services: Services, names: Names, row: StampRow): Stamp {
  const { items, records } = services.reader;
  return {
    id: row.id,
    author: names(row.author),
    subject: names(row.subject),
    completion: row.completion,
    dimensions: row.dimensions,
    severity: row.severity,
    skills: row.skills,
    created_at: time(row.created_at),
    origin: row.origin,
    revoked: row.revoked,
    counts: row.counts,
    answers: records.answers(row).map((comment) => commentView(names, comment)),
    ...present({ item: items.completion(row.completion)?.item, message: row.message }),
  };
}

/** A vouch as answers show it. */
export function vouchView(names: Names, row: VouchRow): Vouch {
  return {
    id: row.id,
    giver: names(row.giver),
    subject: names(row.subject),
    created_at: time(row.created_at),
    ...present({ note: row.note }),
  };
}
