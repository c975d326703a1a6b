import { addWebhook, secretOf } from '../../../../operations/webhooks/manage-webhooks.ts';
import type { MadeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { NewWebhook, WebhookRequest } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const addWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: {
      rig: 'Tell an endpoint what happens, signed as Standard Webhooks asks',
      operator: "Tell an endpoint what happens, as the node's own",
    }[door.name],
    tags: door.tags,
    security: door.security,
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
  app.post(door.base, { schema, onRequest: door.onRequest(services) }, (request, reply) =>
    door.answer(
      services,
      request,
      reply,
      async (acting) => ({
        kind: 'made',
        answer: await addWebhook(services, door.ownerOf(request), request.body, acting.kept),
      }),
      (made) => secretOf(services, made as MadeWebhook),
    ),
  );
};
