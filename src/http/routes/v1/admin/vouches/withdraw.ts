import { withdrawVouchAsNode } from '../../../../../operations/reputation/vouch-as-node.ts';
import { TakenBack } from '../../../../../wire/api/acts.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, signingProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const withdrawNodeVouch: Route = (app, services) => {
  const schema = {
    summary: 'Take back every vouch of the node itself for a rig',
    tags: ['admin'],
    security: [{ admin: [] }],
    params: idParams,
    response: answers({ 200: answer(TakenBack, 'logged') }, [...signingProblems, 'not_author', 'key_revoked']),
  };
  app.delete('/v1/admin/vouches/:id', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, (acting) => withdrawVouchAsNode(services, acting, request.params.id)),
  );
};
