import { listWebhooks } from '../../../../operations/webhooks/manage-webhooks.ts';
import { WebhookPage, WebhooksQuery } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const webhooks: Route = (app, services) => {
  const schema = {
    summary: "The rig's webhooks",
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    querystring: WebhooksQuery,
    response: answers({ 200: answer(WebhookPage, 'WebhookPage') }, [...bearerProblems]),
  };
  app.get('/v1/webhooks', { schema, onRequest: asRig(services) }, async (request) =>
    listWebhooks(services, { rig: request.rig }, request.query),
  );
};
