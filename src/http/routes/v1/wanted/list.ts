import { browseWanted } from '../../../../operations/browse-wanted.ts';
import { BoardQuery, ItemPage } from '../../../../wire/api/item.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listWanted: Route = (app, services) => {
  const schema = {
    summary: 'The board',
    tags: ['wanted'],
    querystring: BoardQuery,
    response: answers({ 200: answer(ItemPage, 'ItemPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted', { schema, config: { kept: true } }, async (request) => browseWanted(services, request.query));
};
