import { redeliver } from '../../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../../wire/api/webhook.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { deliveryParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const redeliverOfAny: Route = (app, services) => {
  const schema = {
    summary: 'Send a delivery of any webhook again',
    tags: ['admin'],
    security: [{ admin: [] }],
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
    '/v1/admin/webhooks/:id/deliveries/:delivery/redeliver',
    { schema, onRequest: asAdmin(services) },
    (request, reply) =>
      answerAdmin(services, request, reply, async () => ({
        kind: 'done',
        answer: redeliver(services, 'operator', request.params.id, request.params.delivery),
      })),
  );
};
