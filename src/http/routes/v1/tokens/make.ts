import { makeToken, textOf } from '../../../../operations/manage-tokens.ts';
import type { MadeToken } from '../../../../operations/manage-tokens.ts';
import { NewToken, TokenRequest } from '../../../../wire/api/token.ts';
import { answerAct } from '../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../answers.ts';
import { asRig, checkScopes } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const makeOneToken: Route = (app, services) => {
  const schema = {
    summary: 'Make a token that may do some of what this one may',
    tags: ['tokens'],
    security: [{ rig: ['account'] }],
    body: TokenRequest,
    response: answers({ 201: answer(NewToken, 'made; its text is shown this once') }, [
      ...bodyProblems,
      ...bearerProblems,
      'idempotency_conflict',
      'rate_limited',
    ]),
  };
  app.post('/v1/tokens', { schema, onRequest: asRig(services) }, (request, reply) => {
    checkScopes(request, [request.body.scopes]);
    return answerAct(
      services,
      request,
      reply,
      async (acting) => ({ kind: 'made', answer: makeToken(services, acting, request.body) }),
      (made) => textOf(services, made as MadeToken),
    );
  });
};
