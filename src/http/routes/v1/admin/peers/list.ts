import { listPeers } from '../../../../../operations/manage-peers.ts';
import { PeersAnswer, PeersQuery } from '../../../../../wire/api/peer.ts';
import { answer, answers } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const peers: Route = (app, services) => {
  const schema = {
    summary: 'Nodes that this one pulls from',
    tags: ['admin'],
    security: [{ admin: [] }],
    querystring: PeersQuery,
    response: answers({ 200: answer(PeersAnswer, 'PeersAnswer') }, ['unauthorized', 'forbidden']),
  };
  app.get('/v1/admin/peers', { schema, onRequest: asAdmin(services) }, async (request) =>
    listPeers(services, request.query),
  );
};
