import { suggestReviewers } from '../../../../operations/reputation/suggest-reviewers.ts';
import { ReviewersAnswer, SuggestQuery } from '../../../../wire/api/suggestion.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const reviewers: Route = (app, services) => {
  const schema = {
    summary: 'Who could judge the work for an item, as this node sees it',
    tags: ['wanted'],
    params: idParams,
    querystring: SuggestQuery,
    response: answers({ 200: answer(ReviewersAnswer, 'ReviewersAnswer') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted/:id/reviewers', { schema, config: { kept: true } }, (request) =>
    suggestReviewers(services, request.params.id, request.query),
  );
};
