import { listBlocks } from '../../../../../operations/reputation/manage-blocks.ts';
import { BlockPage, BlocksQuery } from '../../../../../wire/api/block.ts';
import { answer, answers } from '../../../../answers.ts';
import type { Route } from '../../../../app.ts';

export const listAllBlocks: Route = (app, services) => {
  const schema = {
    summary: 'Whom this node refuses at its doors; reading them takes no token',
    tags: ['admin'],
    querystring: BlocksQuery,
    response: answers({ 200: answer(BlockPage, 'BlockPage') }, []),
  };
  app.get('/v1/admin/blocks', { schema, config: { kept: true } }, async (request) =>
    listBlocks(services, request.query),
  );
};
