import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { pngAnswer, sendPicture } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const pictureOfRig: Route = (app, services) => {
  const schema = {
    summary: 'The card of a rig as PNG, which a shared link shows',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: pngAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/card.png', { schema, config: { draws: true } }, async (request, reply) => {
    const { showRigCard } = await import('../../../../operations/pictures/show-rig-card.ts');
    const card = await showRigCard(services, request.params.id, { theme: 'light' });
    return sendPicture(reply, await services.pngs.png(card));
  });
};
