import { listTokens } from '../../../../operations/manage-tokens.ts';
import { TokenPage, TokensQuery } from '../../../../wire/api/token.ts';
import { answer, answers, bearerProblems } from '../../../answers.ts';
import { asRig } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const tokens: Route = (app, services) => {
  const schema = {
    summary: "The rig's tokens, those that ended in the last 30 days too",
    tags: ['tokens'],
    security: [{ rig: ['account'] }],
    querystring: TokensQuery,
    response: answers({ 200: answer(TokenPage, 'TokenPage') }, bearerProblems),
  };
  app.get('/v1/tokens', { schema, onRequest: asRig(services) }, async (request) =>
    listTokens(services, request.rig, request.query, request.token),
  );
};
