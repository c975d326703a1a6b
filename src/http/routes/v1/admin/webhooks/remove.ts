import { removeWebhook } from '../../../../../operations/webhooks/manage-webhooks.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const removeAnyWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Remove any webhook',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 204: nothing }, [...bearerProblems, ...bodyProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete('/v1/admin/webhooks/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => {
      removeWebhook(services, 'operator', request.params.id);
      return { kind: 'gone' };
    }),
  );
};
