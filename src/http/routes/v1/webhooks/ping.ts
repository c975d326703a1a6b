import { pingWebhook } from '../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const pingWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: 'Send a test', operator: 'Send a test to any webhook' }[door.name],
    tags: door.tags,
    security: door.security,
    params: idParams,
    body: Empty,
    response: answers({ 201: answer(Delivery, 'on its way') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'rate_limited',
      'idempotency_conflict',
    ]),
  };
  app.post(`${door.base}/:id/ping`, { schema, onRequest: door.onRequest(services) }, (request, reply) =>
    door.answer(services, request, reply, async () => ({
      kind: 'made',
      answer: pingWebhook(services, door.ownerOf(request), request.params.id),
    })),
  );
};
