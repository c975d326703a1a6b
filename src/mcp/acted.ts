import type { CommentAnswer } from '../wire/api/comment.ts';
import type { AcceptAnswer, AcceptQueued, ItemAnswer } from '../wire/api/lifecycle.ts';
import type { Queued } from '../wire/api/outbox.ts';
import type { StampAnswer } from '../wire/api/stamp.ts';
import type { Acted } from '../wire/api/tools.ts';

/** What a door of REST answers after an act. */
export type ActAnswer = ItemAnswer | AcceptAnswer | AcceptQueued | StampAnswer | CommentAnswer | Queued;

/** The answer of any door as tools give it. */
export function actedOf(answer: ActAnswer): Acted {
  if ('comment' in answer) return { made: answer.comment.id, event: answer.event };
  if ('item' in answer) return { ...madeBy(answer), item: answer.item, event: answer.event, ...stampOf(answer) };
  if ('outbox' in answer) return { outbox: answer.outbox, ...stampOf(answer) };
  return { made: answer.stamp.id, event: answer.event };
}

function madeBy(answer: ItemAnswer | AcceptAnswer): Pick<Acted, 'made'> {
  if ('completion' in answer && answer.completion !== undefined) return { made: answer.completion };
  return answer.event.type === 'wanted.posted' ? { made: answer.item.id } : {};
}

function stampOf(answer: object): Pick<Acted, 'stamp'> {
  const { stamp, stamp_outbox: outbox } = answer as Pick<AcceptAnswer, 'stamp' | 'stamp_outbox'>;
  if (stamp !== undefined) return { stamp: { made: stamp.stamp.id, event: stamp.event } };
  return outbox === undefined ? {} : { stamp: { outbox } };
}
