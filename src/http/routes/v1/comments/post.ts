import { postComment } from '../../../../operations/post-comment.ts';
import { CommentAnswer, CommentRequest } from '../../../../wire/api/comment.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const comment: Route = (app, services) => {
  const schema = {
    summary: 'Ask or answer something',
    tags: ['comments'],
    security: [{ rig: [] }],
    body: CommentRequest,
    response: answers({ 201: answer(CommentAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'unknown_target',
    ]),
  };
  app.post('/v1/comments', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => postComment(services, acting, request.body)),
  );
};
