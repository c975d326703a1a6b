import { showCompletions } from '../../../../operations/show-rig.ts';
import { CompletionPage, RigCompletionsQuery } from '../../../../wire/api/completion.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const completions: Route = (app, services) => {
  const schema = {
    summary: 'What a rig submitted',
    tags: ['rigs'],
    params: idParams,
    querystring: RigCompletionsQuery,
    response: answers({ 200: answer(CompletionPage, 'CompletionPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/completions', { schema, config: { kept: true } }, async (request) =>
    showCompletions(services, request.params.id, request.query),
  );
};
