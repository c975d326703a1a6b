import { browseCompletions } from '../../../../operations/browse-completions.ts';
import { CompletionPage, CompletionsQuery } from '../../../../wire/api/completion.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listCompletions: Route = (app, services) => {
  const schema = {
    summary: 'Submissions known here',
    tags: ['completions'],
    querystring: CompletionsQuery,
    response: answers({ 200: answer(CompletionPage, 'CompletionPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/completions', { schema, config: { kept: true } }, async (request) =>
    browseCompletions(services, request.query),
  );
};
