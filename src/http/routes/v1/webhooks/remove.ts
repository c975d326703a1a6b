import { removeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { answerAct } from '../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const removeOneWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Tell an endpoint nothing more',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    params: idParams,
    response: answers({ 204: nothing }, [...bearerProblems, ...bodyProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete('/v1/webhooks/:id', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, async () => {
      removeWebhook(services, { rig: request.rig }, request.params.id);
      return { kind: 'gone' };
    }),
  );
};
