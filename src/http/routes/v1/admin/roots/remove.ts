import { removeRoot } from '../../../../../operations/reputation/manage-roots.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const removeOneRoot: Route = (app, services) => {
  const schema = {
    summary: 'Let trust start at this rig no more',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 204: nothing }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'ambiguous_id',
      'idempotency_conflict',
    ]),
  };
  app.delete('/v1/admin/roots/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => removeRoot(services, request.params.id)),
  );
};
