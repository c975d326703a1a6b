import { redeliver } from '../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../wire/api/webhook.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { deliveryParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const redeliverOne: Route = (app, services) => {
  const schema = {
    summary: 'Send a delivery again, under its id',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    params: deliveryParams,
    body: Empty,
    response: answers({ 200: answer(Delivery, 'it waits') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'idempotency_conflict',
    ]),
  };
  app.post(
    '/v1/webhooks/:id/deliveries/:delivery/redeliver',
    { schema, onRequest: asRig(services) },
    (request, reply) =>
      answerAct(services, request, reply, async () => ({
        kind: 'done',
        answer: redeliver(services, { rig: request.rig }, request.params.id, request.params.delivery),
      })),
  );
};
