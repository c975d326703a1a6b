import { Health } from '../../wire/api/node.ts';
import { answer } from '../answers.ts';
import type { Route } from '../app.ts';

export const readyz: Route = (app, services) => {
  const schema = {
    summary: 'Whether the node can do what its doors promise',
    tags: ['node'],
    response: { 200: answer(Health, 'it can'), 503: answer(Health, "it can't now") },
  };
  app.get('/readyz', { schema }, async (_request, reply) => {
    const { ready, checks } = services.status();
    return await reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', checks });
  });
};
