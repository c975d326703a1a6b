import { makeTokenFor, textOf } from '../../../../../operations/manage-tokens.ts';
import type { MadeToken } from '../../../../../operations/manage-tokens.ts';
import { AdminTokenRequest, NewToken } from '../../../../../wire/api/token.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const makeTokenOfRig: Route = (app, services) => {
  const schema = {
    summary: 'Make a token for a rig whose key this node holds: it may have lost its own',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: AdminTokenRequest,
    response: answers({ 201: answer(NewToken, 'made; its text is shown this once') }, [
      ...bodyProblems,
      ...bearerProblems,
      'not_found',
      'ambiguous_id',
      'no_key',
      'idempotency_conflict',
      'rate_limited',
    ]),
  };
  app.post('/v1/admin/tokens', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(
      services,
      request,
      reply,
      async (acting) => ({ kind: 'made', answer: makeTokenFor(services, acting, request.body) }),
      (made) => textOf(services, made as MadeToken),
    ),
  );
};
