import { Health } from '../../wire/api/node.ts';
import { answer } from '../answers.ts';
import type { Route } from '../app.ts';

export const livez: Route = (app) => {
  const schema = {
    summary: 'Whether the process answers',
    tags: ['node'],
    response: { 200: answer(Health, 'it does') },
  };
  app.get('/livez', { schema }, async () => ({ status: 'ok' }));
};
