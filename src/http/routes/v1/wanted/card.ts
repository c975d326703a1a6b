import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { pngAnswer, sendPicture } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const pictureOfItem: Route = (app, services) => {
  const schema = {
    summary: 'A card of an item as PNG, which a shared link shows',
    tags: ['wanted'],
    params: idParams,
    response: answers({ 200: pngAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/wanted/:id/card.png', { schema, config: { draws: true } }, async (request, reply) => {
    const { showItemCard } = await import('../../../../operations/pictures/show-item-card.ts');
    return sendPicture(reply, await services.pngs.png(showItemCard(services, request.params.id)));
  });
};
