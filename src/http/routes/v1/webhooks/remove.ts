import { removeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const removeWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: 'Tell an endpoint nothing more', operator: 'Remove any webhook' }[door.name],
    tags: door.tags,
    security: door.security,
    params: idParams,
    response: answers({ 204: nothing }, [...bearerProblems, ...bodyProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete(`${door.base}/:id`, { schema, onRequest: door.onRequest(services) }, (request, reply) =>
    door.answer(services, request, reply, async () => {
      removeWebhook(services, door.ownerOf(request), request.params.id);
      return { kind: 'gone' };
    }),
  );
};
