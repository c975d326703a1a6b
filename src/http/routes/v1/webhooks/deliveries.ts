import { listDeliveries } from '../../../../operations/webhooks/manage-deliveries.ts';
import { DeliveriesQuery, DeliveryPage } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const deliveries: Route = (app, services) => {
  const schema = {
    summary: 'What a webhook was told, and what waits for it',
    tags: ['webhooks'],
    security: [{ rig: ['account'] }],
    params: idParams,
    querystring: DeliveriesQuery,
    response: answers({ 200: answer(DeliveryPage, 'DeliveryPage') }, [...bearerProblems, 'not_found']),
  };
  app.get('/v1/webhooks/:id/deliveries', { schema, onRequest: asRig(services) }, async (request) =>
    listDeliveries(services, { rig: request.rig }, request.params.id, request.query),
  );
};
