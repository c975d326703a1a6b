import { browseStamps } from '../../../../operations/browse-stamps.ts';
import { StampPage, StampsQuery } from '../../../../wire/api/stamp.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listStamps: Route = (app, services) => {
  const schema = {
    summary: 'Counting stamps',
    tags: ['stamps'],
    querystring: StampsQuery,
    response: answers({ 200: answer(StampPage, 'StampPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/stamps', { schema, config: { kept: true } }, async (request) => browseStamps(services, request.query));
};
