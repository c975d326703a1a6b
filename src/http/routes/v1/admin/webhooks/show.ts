import { showWebhook } from '../../../../../operations/webhooks/manage-webhooks.ts';
import { Webhook } from '../../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const anyWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Any webhook',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 200: answer(Webhook, 'Webhook') }, [...bearerProblems, 'not_found']),
  };
  app.get('/v1/admin/webhooks/:id', { schema, onRequest: asAdmin(services) }, async (request) =>
    showWebhook(services, 'operator', request.params.id),
  );
};
