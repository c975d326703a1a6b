import { listSyncs } from '../../../../../operations/manage-peers.ts';
import { SyncPage, SyncsQuery } from '../../../../../wire/api/peer.ts';
import { answer, answers } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const syncs: Route = (app, services) => {
  const schema = {
    summary: 'Reports of past syncs, newest first',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    querystring: SyncsQuery,
    response: answers({ 200: answer(SyncPage, 'SyncPage') }, ['unauthorized', 'forbidden', 'not_found']),
  };
  app.get('/v1/admin/peers/:id/syncs', { schema, onRequest: asAdmin(services) }, async (request) =>
    listSyncs(services, request.params.id, request.query),
  );
};
