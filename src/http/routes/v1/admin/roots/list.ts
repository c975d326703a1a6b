import { listRoots } from '../../../../../operations/reputation/manage-roots.ts';
import { RootPage, RootsQuery } from '../../../../../wire/api/root.ts';
import { answer, answers } from '../../../../answers.ts';
import type { Route } from '../../../../app.ts';

export const listAllRoots: Route = (app, services) => {
  const schema = {
    summary: 'Rigs from which trust starts on this node; reading them takes no token',
    tags: ['admin'],
    querystring: RootsQuery,
    response: answers({ 200: answer(RootPage, 'RootPage') }, []),
  };
  app.get('/v1/admin/roots', { schema, config: { kept: true } }, async (request) => listRoots(services, request.query));
};
