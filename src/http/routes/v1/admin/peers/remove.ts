import { removePeer } from '../../../../../operations/manage-peers.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { answerAdmin } from '../../../../acts.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const removeOnePeer: Route = (app, services) => {
  const schema = {
    summary: 'Pull from a peer no more; what was learnt stays',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 204: nothing }, [...bearerProblems, ...bodyProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete('/v1/admin/peers/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => {
      removePeer(services, request.params.id);
      return { kind: 'gone' };
    }),
  );
};
