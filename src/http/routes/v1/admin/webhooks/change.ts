import { changeWebhook } from '../../../../../operations/webhooks/manage-webhooks.ts';
import { ChangeWebhookRequest, Webhook } from '../../../../../wire/api/webhook.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const changeAnyWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Pause any webhook, or let it go on',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    body: ChangeWebhookRequest,
    response: answers({ 200: answer(Webhook, 'changed') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'idempotency_conflict',
    ]),
  };
  app.patch('/v1/admin/webhooks/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'done',
      answer: changeWebhook(services, 'operator', request.params.id, request.body),
    })),
  );
};
