import { claimItem } from '../../../../operations/claim-item.ts';
import { Empty, ItemAnswer } from '../../../../wire/api/lifecycle.ts';
import { Queued } from '../../../../wire/api/outbox.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, deliveryProblems, gateProblems, signingProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const claim: Route = (app, services) => {
  const schema = {
    summary: 'Claim an item',
    tags: ['wanted'],
    security: [{ rig: ['work'] }],
    params: idParams,
    body: Empty,
    response: answers({ 200: answer(ItemAnswer, 'logged'), 202: answer(Queued, "waits for the item's home") }, [
      ...signingProblems,
      ...deliveryProblems,
      ...gateProblems,
      'unknown_item',
      'wrong_state',
      'not_allowed',
    ]),
  };
  app.post('/v1/wanted/:id/claim', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, (acting) => claimItem(services, acting, request.params.id)),
  );
};
