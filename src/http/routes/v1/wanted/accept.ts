import { acceptWork } from '../../../../operations/accept-work.ts';
import { AcceptAnswer, AcceptQueued, AcceptRequest } from '../../../../wire/api/lifecycle.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, gateProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig, checkScopes } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const accept: Route = (app, services) => {
  const schema = {
    summary: 'Accept the latest submission, and stamp it when asked to',
    description: 'A token needs the scope stamp too for a stamp.',
    tags: ['wanted'],
    security: [{ rig: ['post'] }],
    params: idParams,
    body: AcceptRequest,
    response: answers({ 200: answer(AcceptAnswer, 'logged'), 202: answer(AcceptQueued, "waits for the item's home") }, [
      ...signingProblems,
      ...deliveryProblems,
      ...gateProblems,
      'unknown_completion',
      'wrong_state',
      'not_allowed',
      'unknown_target',
      'not_ok',
      'wrong_subject',
      'same_owner',
    ]),
  };
  app.post('/v1/wanted/:id/accept', { schema, onRequest: asRig(services) }, (request, reply) => {
    if (request.body.stamp !== undefined) checkScopes(request, [['stamp']]);
    return answerAct(services, request, reply, (acting) =>
      acceptWork(services, acting, request.params.id, request.body),
    );
  });
};
