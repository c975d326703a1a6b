import { syncPeer } from '../../../../../operations/manage-peers.ts';
import { Empty } from '../../../../../wire/api/lifecycle.ts';
import { SyncReport } from '../../../../../wire/api/sync-report.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { answerAdmin } from '../../../../acts.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const syncOnePeer: Route = (app, services) => {
  const schema = {
    summary: 'Sync with a peer now and wait for the report',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    body: Empty,
    response: answers({ 200: answer(SyncReport, 'the report, also when entries were refused') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/admin/peers/:id/sync', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'done',
      answer: await syncPeer(services, request.params.id),
    })),
  );
};
