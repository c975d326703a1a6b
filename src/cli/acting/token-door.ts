import type { NodeClient } from '../../client/node-client.ts';
import type { AcceptAnswer, ItemAnswer } from '../../wire/api/lifecycle.ts';
import type { Queued } from '../../wire/api/outbox.ts';
import type { StampSaid } from '../../wire/api/stamp.ts';
import type { Acted, Door } from './door.ts';
import { submissionOf } from './submission.ts';

/** Acts of a rig whose key the node holds: the node signs. */
export function tokenDoor(node: NodeClient): Door {
  return {
    post: async (posting) => itemActed(await node.post('/v1/wanted', { body: posting })),
    edit: async (item, body) => itemActed(await node.patch('/v1/wanted/{id}', { ...on(item), body })),
    claim: async (item) => itemActed(await node.post('/v1/wanted/{id}/claim', { ...on(item), body: {} })),
    progress: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/progress', { ...on(item), body })),
    release: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/release', { ...on(item), body })),
    withdraw: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/withdraw', { ...on(item), body })),
    submit: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/submit', { ...on(item), body })),
    accept: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/accept', { ...on(item), body })),
    reject: async (item, body) => itemActed(await node.post('/v1/wanted/{id}/reject', { ...on(item), body })),
    stamp: async (item, completion, said) => {
      const detail = await node.get('/v1/wanted/{id}', on(item));
      return await stampOn(node, submissionOf(detail, completion).id, said);
    },
    stampCompletion: (completion, said) => stampOn(node, completion, said),
    revokeStamp: async (stamp, reason) =>
      plainly(await node.post('/v1/stamps/{id}/revoke', { ...on(stamp), body: { reason } })),
    comment: async (about, text) => {
      const answer = await node.post('/v1/comments', { body: { about, text } });
      return 'outbox' in answer ? queued(answer) : { answer, made: answer.comment.id };
    },
    withdrawComment: async (comment) => plainly(await node.delete('/v1/comments/{id}', on(comment))),
    vouch: async (subject, said) => plainly(await node.post('/v1/vouches', { body: { subject, ...said } })),
    withdrawVouch: async (subject) => plainly(await node.delete('/v1/vouches/{id}', on(subject))),
    link: async (other) => plainly(await node.post('/v1/links', { body: { other } })),
  };
}

async function stampOn(node: NodeClient, completion: string, said: StampSaid): Promise<Acted> {
  const answer = await node.post('/v1/stamps', { body: { completion, ...said } });
  return 'outbox' in answer ? queued(answer) : { answer, made: answer.stamp.id };
}

function on(item: string) {
  return { params: { path: { id: item } } };
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

function plainly(answer: object | Queued): Acted {
  return 'outbox' in answer ? queued(answer) : { answer };
}

function queued(answer: Queued): Acted {
  return { answer, queued: answer.outbox };
}
