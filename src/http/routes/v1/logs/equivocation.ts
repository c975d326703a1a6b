import { showEquivocation } from '../../../../operations/show-logs.ts';
import { Equivocation } from '../../../../wire/api/equivocation.ts';
import { answer, answers } from '../../../answers.ts';
import { originParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const equivocation: Route = (app, services) => {
  const schema = {
    summary: 'The proof that an origin signed two histories, where one is known',
    tags: ['logs'],
    params: originParams,
    response: answers({ 200: answer(Equivocation, 'Equivocation') }, ['not_found']),
  };
  app.get('/v1/logs/:origin/equivocation', { schema }, async (request) =>
    showEquivocation(services, request.params.origin),
  );
};
