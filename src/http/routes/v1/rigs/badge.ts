import Type from 'typebox';
import { showBadge } from '../../../../operations/reputation/draw-badge.ts';
import { BadgeQuery } from '../../../../wire/api/badge.ts';
import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

const svg = 'image/svg+xml';

/** A picture that READMEs elsewhere show: looked at for minutes, and nothing in it may run or load anything. */
export const badge: Route = (app, services) => {
  const schema = {
    summary: 'A badge with a rig’s reputation in one dimension, for a README',
    tags: ['rigs'],
    params: idParams,
    querystring: BadgeQuery,
    response: answers({ 200: { description: 'an SVG picture', content: { [svg]: { schema: Type.String() } } } }, [
      'not_found',
      'ambiguous_id',
    ]),
  };
  app.get('/v1/rigs/:id/badge.svg', { schema }, async (request, reply) => {
    const picture = await showBadge(services, request.params.id, request.query);
    return await reply
      .header('content-type', `${svg}; charset=utf-8`)
      .header('cache-control', 'public, max-age=300')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(picture);
  });
};
