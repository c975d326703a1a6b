import { replaceNodeKey } from '../../../../../operations/replace-node-key.ts';
import { NodeKeyAnswer, NodeKeyRequest } from '../../../../../wire/api/node-key.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import { documentProblems } from '../../../../refusals.ts';
import type { Route } from '../../../../app.ts';

export const replaceKeyOfNode: Route = (app, services) => {
  const schema = {
    summary: 'Put a new key in the place of this node’s own',
    description:
      'The old key signs the next identity document; checkpoints, views, tokens and acts of the node are signed with the ' +
      'new one from then on. Tokens that the old key signed stay good, unless it has `leaked`.',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: NodeKeyRequest,
    response: answers({ 200: answer(NodeKeyAnswer, 'logged') }, documentProblems),
  };
  app.post('/v1/admin/key', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async (acting) => ({
      kind: 'done',
      answer: await replaceNodeKey(services, acting, request.body),
    })),
  );
};
