import { showView } from '../../../../operations/reputation/sign-view.ts';
import { ViewAnswer } from '../../../../wire/api/view.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const view: Route = (app, services) => {
  const schema = {
    summary: 'How a rig looks from this node’s roots, signed by the node, so that anybody with its logs can check it',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(ViewAnswer, 'ViewAnswer') }, ['not_found', 'ambiguous_id', 'too_long']),
  };
  app.get('/v1/rigs/:id/view', { schema }, async (request) => showView(services, request.params.id));
};
