import { listOutbox } from '../../../../operations/show-outbox.ts';
import { OutboxPage, OutboxQuery } from '../../../../wire/api/outbox.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const queuedActs: Route = (app, services) => {
  const schema = {
    summary: "The rig's acts that wait or waited for other nodes",
    tags: ['events'],
    security: [{ rig: [] }],
    querystring: OutboxQuery,
    response: answers({ 200: answer(OutboxPage, 'OutboxPage') }, bearerProblems),
  };
  app.get('/v1/outbox', { schema, onRequest: asRig(services) }, async (request) =>
    listOutbox(services, request.rig, request.query),
  );
};
