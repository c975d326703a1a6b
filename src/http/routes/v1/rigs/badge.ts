import { BadgeQuery } from '../../../../wire/api/badge.ts';
import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { sendPicture, svgAnswer } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const badge: Route = (app, services) => {
  const schema = {
    summary: 'A badge with a rig’s reputation in one dimension, for a README',
    tags: ['rigs'],
    params: idParams,
    querystring: BadgeQuery,
    response: answers({ 200: svgAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/badge.svg', { schema }, async (request, reply) => {
    const { showBadge } = await import('../../../../operations/reputation/draw-badge.ts');
    return sendPicture(reply, await showBadge(services, request.params.id, request.query));
  });
};
