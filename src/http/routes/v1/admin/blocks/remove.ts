import { removeBlock } from '../../../../../operations/reputation/manage-blocks.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answers, bearerProblems, bodyProblems, nothing } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const removeOneBlock: Route = (app, services) => {
  const schema = {
    summary: 'Refuse somebody no more',
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
  app.delete('/v1/admin/blocks/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => removeBlock(services, request.params.id)),
  );
};
