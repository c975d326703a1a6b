import { addRoot } from '../../../../../operations/reputation/manage-roots.ts';
import { Root, RootRequest } from '../../../../../wire/api/root.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, bearerProblems, bodyProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const addOneRoot: Route = (app, services) => {
  const schema = {
    summary: 'Let trust start at this rig',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: RootRequest,
    response: answers({ 200: answer(Root, 'it was one; the note is this now'), 201: answer(Root, 'added') }, [
      ...bearerProblems,
      ...bodyProblems,
      'not_found',
      'ambiguous_id',
      'idempotency_conflict',
    ]),
  };
  app.post('/v1/admin/roots', { schema, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => addRoot(services, request.body)),
  );
};
