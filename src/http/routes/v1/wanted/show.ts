import { showItem } from '../../../../operations/show-item.ts';
import { ItemDetail } from '../../../../wire/api/lifecycle.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const showWanted: Route = (app, services) => {
  const schema = {
    summary: 'An item with everything around it',
    tags: ['wanted'],
    params: idParams,
    response: answers({ 200: answer(ItemDetail, 'ItemDetail') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted/:id', { schema, config: { kept: true } }, async (request) =>
    showItem(services, request.params.id),
  );
};
