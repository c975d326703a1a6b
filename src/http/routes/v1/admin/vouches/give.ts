import { vouchAsNode } from '../../../../../operations/reputation/vouch-as-node.ts';
import { VouchAnswer } from '../../../../../wire/api/acts.ts';
import { VouchRequest } from '../../../../../wire/api/rig.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, signingProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const vouchWithNodeKey: Route = (app, services) => {
  const schema = {
    summary: 'Say, with the node’s own key, that this node trusts a rig’s judgement',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: VouchRequest,
    response: answers({ 201: answer(VouchAnswer, 'logged') }, [
      ...signingProblems,
      'self',
      'unknown_target',
      'key_revoked',
    ]),
  };
  app.post('/v1/admin/vouches', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, (acting) => vouchAsNode(services, acting, request.body)),
  );
};
