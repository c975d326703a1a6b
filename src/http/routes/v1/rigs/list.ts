import { browseRigs } from '../../../../operations/browse-rigs.ts';
import { RigPage, RigsQuery } from '../../../../wire/api/rig.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listRigs: Route = (app, services) => {
  const schema = {
    summary: 'Rigs known here',
    tags: ['rigs'],
    querystring: RigsQuery,
    response: answers({ 200: answer(RigPage, 'RigPage') }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs', { schema, config: { kept: true } }, async (request) => browseRigs(services, request.query));
};
