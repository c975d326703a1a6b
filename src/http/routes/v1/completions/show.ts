import { showCompletion } from '../../../../operations/show-made.ts';
import { Completion } from '../../../../wire/api/completion.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const completion: Route = (app, services) => {
  const schema = {
    summary: 'A submission',
    tags: ['completions'],
    params: idParams,
    response: answers({ 200: answer(Completion, 'Completion') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/completions/:id', { schema, config: { kept: true } }, async (request) =>
    showCompletion(services, request.params.id),
  );
};
