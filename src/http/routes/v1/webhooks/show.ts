import { showWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { Webhook } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const showWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: 'A webhook', operator: 'Any webhook' }[door.name],
    tags: door.tags,
    security: door.security,
    params: idParams,
    response: answers({ 200: answer(Webhook, 'Webhook') }, [...bearerProblems, 'not_found']),
  };
  app.get(`${door.base}/:id`, { schema, onRequest: door.onRequest(services) }, async (request) =>
    showWebhook(services, door.ownerOf(request), request.params.id),
  );
};
