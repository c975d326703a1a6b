import { showWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { Webhook } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const webhook: Route = (app, services) => {
  const schema = {
    summary: 'A webhook',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    params: idParams,
    response: answers({ 200: answer(Webhook, 'Webhook') }, [...bearerProblems, 'not_found']),
  };
  app.get('/v1/webhooks/:id', { schema, onRequest: asRig(services) }, async (request) =>
    showWebhook(services, { rig: request.rig }, request.params.id),
  );
};
