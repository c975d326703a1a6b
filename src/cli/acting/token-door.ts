import type { NodeClient } from '../../client/node-client.ts';
import type { CommentAnswer } from '../../wire/api/comment.ts';
import type { AcceptAnswer, ItemAnswer, ItemDetail } from '../../wire/api/lifecycle.ts';
import type { Queued } from '../../wire/api/outbox.ts';
import type { StampAnswer } from '../../wire/api/stamp.ts';
import type { Acted, Door } from './door.ts';
import { submissionOf } from './submission.ts';

/** Acts of a rig whose key the node holds: the node signs. */
export function tokenDoor(node: NodeClient): Door {
  return {
    post: async (posting) => itemActed(await node.post('/v1/wanted', posting)),
    actOnItem: async (verb, item, members) => itemActed(await node.post(`${itemPath(item)}/${verb}`, members)),
    stamp: async (item, completion, said) => {
      const submission = submissionOf(await node.get<ItemDetail>(itemPath(item)), completion);
      const answer = await node.post<StampAnswer | Queued>('/v1/stamps', { completion: submission.id, ...said });
      return 'outbox' in answer ? queued(answer) : { answer, made: answer.stamp.id };
    },
    comment: async (about, text) => {
      const answer = await node.post<CommentAnswer | Queued>('/v1/comments', { about, text });
      return 'outbox' in answer ? queued(answer) : { answer, made: answer.comment.id };
    },
    link: async (other) => {
      const answer = await node.post<object | Queued>('/v1/links', { other });
      return 'outbox' in answer ? queued(answer) : { answer };
    },
  };
}

function itemPath(item: string): string {
  return `/v1/wanted/${encodeURIComponent(item)}`;
}

function itemActed(answer: ItemAnswer | AcceptAnswer | Queued): Acted {
  if ('outbox' in answer) return queued(answer);
  const made = 'completion' in answer ? answer.completion : undefined;
  const until = 'claim' in answer ? answer.claim?.until : undefined;
  return {
    answer,
    item: answer.item,
    ...(made === undefined ? {} : { made }),
    ...(until === undefined ? {} : { until }),
  };
}

function queued(answer: Queued): Acted {
  return { answer, queued: answer.outbox };
}
