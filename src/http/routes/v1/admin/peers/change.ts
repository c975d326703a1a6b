import { changePeer } from '../../../../../operations/manage-peers.ts';
import { ChangePeerRequest, Peer } from '../../../../../wire/api/peer.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { answerAdmin } from '../../../../acts.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const changeOnePeer: Route = (app, services) => {
  const schema = {
    summary: 'Pause a peer, or follow it to another URL',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    body: ChangePeerRequest,
    response: answers({ 200: answer(Peer, 'changed') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'peer_identity_changed',
      'not_a_peer',
      'peer_not_allowed',
      'peer_unreachable',
      'idempotency_conflict',
    ]),
  };
  app.patch('/v1/admin/peers/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'done',
      answer: await changePeer(services, request.params.id, request.body),
    })),
  );
};
