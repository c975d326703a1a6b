import { findRig } from '../../../../../operations/find-named.ts';
import { listTokens } from '../../../../../operations/manage-tokens.ts';
import { AdminTokensQuery, TokenPage } from '../../../../../wire/api/token.ts';
import { answer, answers, bearerProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const tokensOfRig: Route = (app, services) => {
  const schema = {
    summary: 'The tokens of a rig whose key this node holds',
    tags: ['admin'],
    security: [{ admin: [] }],
    querystring: AdminTokensQuery,
    response: answers({ 200: answer(TokenPage, 'TokenPage') }, [...bearerProblems, 'not_found', 'ambiguous_id']),
  };
  app.get('/v1/admin/tokens', { schema, onRequest: asAdmin(services) }, async (request) => {
    const { rig, ...query } = request.query;
    return listTokens(services, findRig(services, rig).id, query);
  });
};
