import { withdrawComment } from '../../../../operations/withdraw-comment.ts';
import { TakenBack } from '../../../../wire/api/acts.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const withdrawOwnComment: Route = (app, services) => {
  const schema = {
    summary: 'Take a comment back',
    tags: ['comments'],
    security: [{ rig: [] }],
    params: idParams,
    response: answers({ 200: answer(TakenBack, 'logged'), 202: answer(Queued, 'waits for another node') }, [
      ...signingProblems,
      ...deliveryProblems,
      'not_author',
      'unknown_target',
    ]),
  };
  app.delete('/v1/comments/:id', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => withdrawComment(services, acting, request.params.id)),
  );
};
