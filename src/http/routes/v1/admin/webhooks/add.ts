import { addWebhook, secretOf } from '../../../../../operations/webhooks/manage-webhooks.ts';
import type { MadeWebhook } from '../../../../../operations/webhooks/manage-webhooks.ts';
import { NewWebhook, WebhookRequest } from '../../../../../wire/api/webhook.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const addNodeWebhook: Route = (app, services) => {
  const schema = {
    summary: "Tell an endpoint what happens, as the node's own",
    tags: ['admin'],
    security: [{ admin: [] }],
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
  app.post('/v1/admin/webhooks', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(
      services,
      request,
      reply,
      async (acting) => ({ kind: 'made', answer: await addWebhook(services, 'operator', request.body, acting.kept) }),
      (made) => secretOf(services, made as MadeWebhook),
    ),
  );
};
