import { rejectWork } from '../../../../operations/reject-work.ts';
import { ReasonRequest, ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, gateProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const reject: Route = (app, services) => {
  const schema = {
    summary: 'Reject the latest submission',
    tags: ['wanted'],
    security: [{ rig: ['post'] }],
    params: idParams,
    body: ReasonRequest,
    response: answers({ 200: answer(ItemAnswer, 'logged'), 202: answer(Queued, "waits for the item's home") }, [
      ...signingProblems,
      ...deliveryProblems,
      ...gateProblems,
      'unknown_item',
      'wrong_state',
      'not_allowed',
      'unknown_completion',
    ]),
  };
  app.post('/v1/wanted/:id/reject', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => rejectWork(services, acting, request.params.id, request.body)),
  );
};
