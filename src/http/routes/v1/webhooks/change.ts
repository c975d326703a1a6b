import { changeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { ChangeWebhookRequest, Webhook } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const changeWebhooks: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: {
      rig: 'Pause a webhook, or let it go on from where it stopped',
      operator: 'Pause any webhook, or let it go on',
    }[door.name],
    tags: door.tags,
    security: door.security,
    params: idParams,
    body: ChangeWebhookRequest,
    response: answers({ 200: answer(Webhook, 'changed') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'idempotency_conflict',
    ]),
  };
  app.patch(`${door.base}/:id`, { schema, onRequest: door.onRequest(services) }, (request, reply) =>
    door.answer(services, request, reply, async () => ({
      kind: 'done',
      answer: changeWebhook(services, door.ownerOf(request), request.params.id, request.body),
    })),
  );
};
