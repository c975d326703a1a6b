import { pingWebhook } from '../../../../operations/webhooks/manage-deliveries.ts';
import { Empty } from '../../../../wire/api/lifecycle.ts';
import { Delivery } from '../../../../wire/api/webhook.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const pingOneWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Send a test',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
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
  app.post('/v1/webhooks/:id/ping', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, async () => ({
      kind: 'made',
      answer: pingWebhook(services, { rig: request.rig }, request.params.id),
    })),
  );
};
