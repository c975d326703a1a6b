import { showLinks } from '../../../../operations/show-rig.ts';
import { LinkPage, LinksQuery } from '../../../../wire/api/rig.ts';
import { answer, answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const links: Route = (app, services) => {
  const schema = {
    summary: 'Links and owner group of a rig',
    tags: ['rigs'],
    params: idParams,
    querystring: LinksQuery,
    response: answers({ 200: answer(LinkPage, 'LinkPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/links', { schema, config: { kept: true } }, async (request) =>
    showLinks(services, request.params.id, request.query),
  );
};
