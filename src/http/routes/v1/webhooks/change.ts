import { changeWebhook } from '../../../../operations/webhooks/manage-webhooks.ts';
import { ChangeWebhookRequest, Webhook } from '../../../../wire/api/webhook.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const changeOneWebhook: Route = (app, services) => {
  const schema = {
    summary: 'Pause a webhook, or let it go on from where it stopped',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    params: idParams,
    body: ChangeWebhookRequest,
    response: answers({ 200: answer(Webhook, 'changed') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'idempotency_conflict',
    ]),
  };
  app.patch('/v1/webhooks/:id', { schema, onRequest: asRig(services) }, (request, reply) =>
    answerAct(services, request, reply, async () => ({
      kind: 'done',
      answer: changeWebhook(services, { rig: request.rig }, request.params.id, request.body),
    })),
  );
};
