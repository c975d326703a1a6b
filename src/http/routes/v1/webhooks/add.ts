import { addWebhook, secretOf } from '../../../../operations/webhooks/manage-webhooks.ts';
import type { MadeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { NewWebhook, WebhookRequest } from '../../../../wire/api/webhook.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const addOneWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Tell an endpoint what happens, signed as Standard Webhooks asks',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    body: WebhookRequest,
    response: answers({ 201: answer(NewWebhook, 'made; its secret is shown this once') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'ambiguous_id',
      'url_not_allowed',
      'rate_limited',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/webhooks', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(
      services,
      request,
      reply,
      async (acting) => ({
        kind: 'made',
        answer: await addWebhook(services, { rig: request.rig }, request.body, acting.kept),
      }),
      (made) => secretOf(services, made as MadeWebhook),
    ),
  );
};
