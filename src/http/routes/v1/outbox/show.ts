import { showOutbox } from '../../../../operations/show-outbox.ts';
import { OutboxEntry } from '../../../../wire/api/outbox.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { hashParams } from '../../../params.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const outbox: Route = (app, services) => {
  const schema = {
    summary: 'Where a queued act stands',
    tags: ['events'],
    security: [{ rig: [] }],
    params: hashParams,
    response: answers({ 200: answer(OutboxEntry, 'OutboxEntry') }, [...bearerProblems, 'not_found']),
  };
  app.get('/v1/outbox/:hash', { schema, onRequest: asRig(services) }, async (request) =>
    showOutbox(services, request.rig, request.params.hash),
  );
};
