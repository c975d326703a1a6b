import { redeliver } from '../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { deliveryParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const redeliverAgain: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: 'Send a delivery again, under its id', operator: 'Send a delivery of any webhook again' }[
      door.name
    ],
    tags: door.tags,
    security: door.security,
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
    `${door.base}/:id/deliveries/:delivery/redeliver`,
    { schema, onRequest: door.onRequest(services) },
    (request, reply) =>
      door.answer(services, request, reply, async () => ({
        kind: 'done',
        answer: redeliver(services, door.ownerOf(request), request.params.id, request.params.delivery),
      })),
  );
};
