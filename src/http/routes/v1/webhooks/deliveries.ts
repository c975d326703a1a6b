import { listDeliveries } from '../../../../operations/webhooks/manage-deliveries.ts';
import { DeliveriesQuery, DeliveryPage } from '../../../../wire/api/webhook.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { WebhookRoute } from '../../../webhook-doors.ts';

export const webhookDeliveries: WebhookRoute = (door) => (app, services) => {
  const schema = {
    summary: { rig: 'What a webhook was told, and what waits for it', operator: 'What any webhook was told' }[
      door.name
    ],
    tags: door.tags,
    security: door.security,
    params: idParams,
    querystring: DeliveriesQuery,
    response: answers({ 200: answer(DeliveryPage, 'DeliveryPage') }, [...bearerProblems, 'not_found']),
  };
  app.get(`${door.base}/:id/deliveries`, { schema, onRequest: door.onRequest(services) }, async (request) =>
    listDeliveries(services, door.ownerOf(request), request.params.id, request.query),
  );
};
