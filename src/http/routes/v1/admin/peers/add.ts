import { addPeer } from '../../../../../operations/manage-peers.ts';
import { AddPeerRequest, Peer } from '../../../../../wire/api/peer.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { answerAdmin } from '../../../../acts.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const addOnePeer: Route = (app, services) => {
  const schema = {
    summary: 'Pull from the node behind this URL from now on',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: AddPeerRequest,
    response: answers({ 201: answer(Peer, 'added; its id is pinned') }, [
      ...bearerProblems,
      ...bodyProblems,
      'peer_exists',
      'not_a_peer',
      'peer_not_allowed',
      'peer_unreachable',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/admin/peers', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'made',
      answer: await addPeer(services, request.body.url),
    })),
  );
};
