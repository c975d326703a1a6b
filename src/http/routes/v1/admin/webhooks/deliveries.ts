import { listDeliveries } from '../../../../../operations/webhooks/manage-deliveries.ts';
import { DeliveriesQuery, DeliveryPage } from '../../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const deliveriesOfAny: Route = (app, services) => {
  const schema = {
    summary: 'What any webhook was told',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    querystring: DeliveriesQuery,
    response: answers({ 200: answer(DeliveryPage, 'DeliveryPage') }, [...bearerProblems, 'not_found']),
  };
  app.get('/v1/admin/webhooks/:id/deliveries', { schema, onRequest: asAdmin(services) }, async (request) =>
    listDeliveries(services, 'operator', request.params.id, request.query),
  );
};
