import { importVouchList } from '../../../../../operations/reputation/import-vouch-list.ts';
import { VouchListAnswer, VouchListRequest } from '../../../../../wire/api/vouch-list.ts';
import { answerAdmin } from '../../../../acts.ts';
import { answer, answers, signingProblems } from '../../../../answers.ts';
import { asAdmin } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

const bodyLimit = 2 * 1024 * 1024;

export const takeVouchList: Route = (app, services) => {
  const schema = {
    summary: 'Take a vouch list over (VOUCHED.td): the node vouches for accounts, or blocks them',
    tags: ['admin'],
    security: [{ admin: [] }],
    body: VouchListRequest,
    response: answers({ 200: answer(VouchListAnswer, 'what came of each account') }, [
      ...signingProblems,
      'self',
      'unknown_target',
      'not_author',
    ]),
  };
  app.post('/v1/admin/vouch-list', { schema, bodyLimit, onRequest: asAdmin(services) }, (request, reply) =>
    answerAdmin(services, request, reply, async () => ({
      kind: 'done',
      answer: await importVouchList(services, request.body),
    })),
  );
};
