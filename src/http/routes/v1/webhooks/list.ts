import { listWebhooks } from '../../../../operations/webhooks/manage-webhooks.ts';
import { WebhookPage, WebhooksQuery } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const listAllWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: "The rig's webhooks", operator: "All webhooks, the node's own and those of rigs" }[door.name],
    tags: door.tags,
    security: door.security,
    querystring: WebhooksQuery,
    response: answers({ 200: answer(WebhookPage, 'WebhookPage') }, [...bearerProblems]),
  };
  app.get(door.base, { schema, onRequest: door.onRequest(services) }, async (request) =>
    listWebhooks(services, door.ownerOf(request), request.query),
  );
};
