import { syncPeer } from '../../../../../operations/manage-peers.ts';
import { SyncReport } from '../../../../../wire/api/sync-report.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const syncOnePeer: Route = (app, services) => {
  const schema = {
    summary: 'Sync with a peer now and wait for the report',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 200: answer(SyncReport, 'the report, also when entries were refused') }, [
      ...bearerProblems,
      'not_found',
    ]),
  };
  app.post('/v1/admin/peers/:id/sync', { schema, onRequest: asAdmin(services) }, (request) =>
    syncPeer(services, request.params.id),
  );
};
