import { pingWebhook } from '../../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../../wire/api/webhook.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const pingAnyWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Send a test to any webhook',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    body: Empty,
    response: answers({ 201: answer(Delivery, 'on its way') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'rate_limited',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/admin/webhooks/:id/ping', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'made',
      answer: pingWebhook(services, 'operator', request.params.id),
    })),
  );
};
