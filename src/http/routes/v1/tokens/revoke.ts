import { revokeToken } from '../../../../operations/manage-tokens.ts';
import { answerAct } from '../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { asRig, checkScopes } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const revokeOneToken: Route = (app, services) => {
  const schema = {
    summary: 'End a token; any may end itself',
    tags: ['tokens'],
    security: [{ rig: [] }],
    params: idParams,
    response: answers({ 204: nothing }, [...bodyProblems, ...bearerProblems, 'not_found', 'idempotency_conflict']),
  };
  app.delete('/v1/tokens/:id', { schema, onRequest: asRig(services) }, (request, reply) => {
    const { id } = request.params;
    if (id !== request.token) checkScopes(request, [['account']]);
    return answerAct(services, request, reply, async () => {
      revokeToken(services, id, request.rig);
      return { kind: 'gone' };
    });
  });
};
