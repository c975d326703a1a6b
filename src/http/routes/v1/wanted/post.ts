import { postItem } from '../../../../operations/post-item.ts';
import { ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { PostRequest } from '../../../../wire/api/item.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, gateProblems, signingProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const post: Route = (app, services) => {
  const schema = {
    summary: 'Post an item on this board',
    tags: ['wanted'],
    security: [{ rig: ['post'] }],
    body: PostRequest,
    response: answers({ 201: answer(ItemAnswer, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      ...gateProblems,
    ]),
  };
  app.post('/v1/wanted', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => postItem(services, acting, request.body)),
  );
};
