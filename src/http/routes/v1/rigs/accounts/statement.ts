import { signAccountStatement } from '../../../../../operations/accounts/sign-statement.ts';
import { StatementAnswer, StatementRequest } from '../../../../../wire/api/account.ts';
import { answerAct } from '../../../../acts.ts';
import { answer, answers, signingProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import { asRig, checkIsSelf } from '../../../../plugins/credentials.ts';
import type { Route } from '../../../../app.ts';

export const signStatementOf: Route = (app, services) => {
  const schema = {
    summary: 'Sign for a custodial rig that an account elsewhere is its own',
    description: 'Nothing is logged: the text is to be put where only who holds the account can put it.',
    tags: ['rigs'],
    security: [{ rig: ['account'] }],
    params: idParams,
    body: StatementRequest,
    response: answers({ 200: answer(StatementAnswer, 'the text, and where it counts') }, signingProblems),
  };
  app.post('/v1/rigs/:id/accounts/statement', { schema, onRequest: asRig(services) }, (request, reply) => {
    checkIsSelf(services, request, request.params.id);
    return answerAct(services, request, reply, async (acting) => ({
      kind: 'done',
      answer: await signAccountStatement(services, acting, request.body),
    }));
  });
};
