import { showNode } from '../../../operations/show-node.ts';
import { NodeDocument } from '../../../wire/api/node.ts';
import { answer, answers } from '../../answers.ts';
import type { Route } from '../../app.ts';

export const wellKnown: Route = (app, services) => {
  const schema = {
    summary: 'Who this node is',
    tags: ['node'],
    response: answers({ 200: answer(NodeDocument, 'NodeDocument') }, []),
  };
  app.get('/.well-known/wasteland', { schema, config: { kept: true } }, async () => showNode(services));
};
