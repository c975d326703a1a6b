import { CardQuery } from '../../../../wire/api/card.ts';
import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { sendPicture, svgAnswer } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const cardOfRig: Route = (app, services) => {
  const schema = {
    summary: 'A card with a rig’s record on this node and what is uncertain about it, for a README',
    tags: ['rigs'],
    params: idParams,
    querystring: CardQuery,
    response: answers({ 200: svgAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/card.svg', { schema }, async (request, reply) => {
    const { showRigCard } = await import('../../../../operations/pictures/show-rig-card.ts');
    return sendPicture(reply, await showRigCard(services, request.params.id, request.query));
  });
};
