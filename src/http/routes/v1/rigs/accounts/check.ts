import { checkAccounts } from '../../../../../operations/accounts/check-accounts.ts';
import { AccountsAnswer, CheckRequest } from '../../../../../wire/api/account.ts';
import { answer, answers, bodyProblems } from '../../../../answers.ts';
import { idParams } from '../../../../params.ts';
import type { Route } from '../../../../app.ts';

export const checkAccountsOf: Route = (app, services) => {
  const schema = {
    summary: 'Look now whether the accounts that a rig names are proven to be its own',
    description:
      'Asks GitHub, the domain or the DNS for the statement that the rig signed. One account is looked at again after half a ' +
      'minute at the earliest, and once a week without being asked.',
    tags: ['rigs'],
    params: idParams,
    body: CheckRequest,
    response: answers({ 200: answer(AccountsAnswer, 'as they stand now') }, [
      ...bodyProblems,
      'not_found',
      'ambiguous_id',
    ]),
  };
  app.post('/v1/rigs/:id/accounts/check', { schema }, async (request) =>
    checkAccounts(services, request.params.id, request.body),
  );
};
