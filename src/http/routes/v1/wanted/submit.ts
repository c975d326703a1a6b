import { submitWork } from '../../../../operations/submit-work.ts';
import { SubmitRequest, ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const submit: Route = (app, services) => {
  const schema = {
    summary: 'Submit evidence for a claimed item',
    tags: ['wanted'],
    security: [{ rig: ['work'] }],
    params: idParams,
    body: SubmitRequest,
    response: answers({ 201: answer(ItemAnswer, 'logged'), 202: answer(Queued, "waits for the item's home") }, [
      ...signingProblems,
      ...deliveryProblems,
      'unknown_item',
      'wrong_state',
      'not_allowed',
    ]),
  };
  app.post('/v1/wanted/:id/submit', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => submitWork(services, acting, request.params.id, request.body)),
  );
};
