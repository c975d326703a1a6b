import { addBlock } from '../../../../../operations/reputation/manage-blocks.ts';
import { Block, BlockRequest } from '../../../../../wire/api/block.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const addOneBlock: Route = (app, services) => {
  const schema = {
    summary: 'Refuse somebody at the doors of this node',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: BlockRequest,
    response: answers({ 200: answer(Block, 'it was blocked; the reason is this now'), 201: answer(Block, 'blocked') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'ambiguous_id',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/admin/blocks', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => addBlock(services, request.body)),
  );
};
