import { revokeToken } from '../../../../../operations/manage-tokens.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const revokeTokenOfRig: Route = (app, services) => {
  const schema = {
    summary: "End any rig's token",
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 204: nothing }, [...bodyProblems, ...bearerProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete('/v1/admin/tokens/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => {
      revokeToken(services, request.params.id);
      return { kind: 'gone' };
    }),
  );
};
