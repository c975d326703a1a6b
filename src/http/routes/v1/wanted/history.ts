import { showHistory } from '../../../../operations/show-item.ts';
import { HistoryPage, HistoryQuery } from '../../../../wire/api/lifecycle.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const history: Route = (app, services) => {
  const schema = {
    summary: 'Every entry about an item, oldest first: who signed what, where it stands, and its verdict',
    tags: ['wanted'],
    params: idParams,
    querystring: HistoryQuery,
    response: answers({ 200: answer(HistoryPage, 'HistoryPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted/:id/history', { schema, config: { kept: true } }, async (request) =>
    showHistory(services, request.params.id, request.query),
  );
};
