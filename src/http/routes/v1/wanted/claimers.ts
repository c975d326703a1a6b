import { suggestClaimers } from '../../../../operations/reputation/suggest-claimers.ts';
import { ClaimersAnswer, SuggestQuery } from '../../../../wire/api/suggestion.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const claimers: Route = (app, services) => {
  const schema = {
    summary: 'Who could do an item well, as this node sees it',
    tags: ['wanted'],
    params: idParams,
    querystring: SuggestQuery,
    response: answers({ 200: answer(ClaimersAnswer, 'ClaimersAnswer') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted/:id/claimers', { schema, config: { kept: true } }, (request) =>
    suggestClaimers(services, request.params.id, request.query),
  );
};
