import { listWebhooks } from '../../../../../operations/webhooks/manage-webhooks.ts';
import { WebhookPage, WebhooksQuery } from '../../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const allWebhooks: Route = (app, services) => {
  const schema = {
    summary: "All webhooks, the node's own and those of rigs",
    tags: ['admin'],
    security: [{ admin: [] }],
    querystring: WebhooksQuery,
    response: answers({ 200: answer(WebhookPage, 'WebhookPage') }, [...bearerProblems]),
  };
  app.get('/v1/admin/webhooks', { schema, onRequest: asAdmin(services) }, async (request) =>
    listWebhooks(services, 'operator', request.query),
  );
};
