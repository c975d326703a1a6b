import { showPeerViews } from '../../../../operations/reputation/show-peer-views.ts';
import { PeerViews } from '../../../../wire/api/view.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const views: Route = (app, services) => {
  const schema = {
    summary: 'How a rig looks from the roots of this node’s peers, as they signed it; asked anew after ten minutes',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: answer(PeerViews, 'PeerViews') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/views', { schema }, async (request) => showPeerViews(services, request.params.id));
};
