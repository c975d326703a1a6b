import { nodePlace } from '../../../../operations/pictures/node-place.ts';
import { answers } from '../../../answers.ts';
import { pngAnswer, sendPicture } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const pictureOfNode: Route = (app, services) => {
  const schema = {
    summary: 'A card of this node as PNG, which a shared link to its board shows',
    tags: ['node'],
    response: answers({ 200: pngAnswer }, []),
  };
  app.get('/v1/node/card.png', { schema, config: { draws: true } }, async (_request, reply) => {
    const { drawNodeCard } = await import('../../../../operations/pictures/draw-node-card.ts');
    return sendPicture(reply, await services.pngs.png(drawNodeCard(nodePlace(services))));
  });
};
