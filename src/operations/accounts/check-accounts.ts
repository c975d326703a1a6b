import type { Account } from '../../domain/account-name.ts';
import { WastelandError } from '../../errors.ts';
import type { AccountsAnswer, CheckRequest } from '../../wire/api/account.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { accountView } from '../views/account.ts';
import { namedAccounts } from './find-account.ts';

/** Looks now whether the accounts that a rig names are its own, or one of them. Anybody may ask. */
export async function checkAccounts(
  services: Services,
  typed: string,
  { account, gist }: CheckRequest,
): Promise<AccountsAnswer> {
  const identity = findRig(services, typed);
  const accounts = namedAccounts(identity, account);
  await services.accountChecks.check(identity, accounts, gist === undefined ? undefined : gistOf(gist, accounts));
  const names = new Set(accounts.map(({ name }) => name));
  const standings = services.accounts.of(identity.id).filter((standing) => names.has(standing.account));
  return { accounts: standings.map(accountView) };
}

/** The id of a gist, which stands at the end of its page's URL. */
function gistOf(typed: string, accounts: readonly Account[]): string {
  if (!accounts.some(({ kind }) => kind === 'github')) {
    throw new WastelandError('not_found', 'a gist proves a GitHub account: this rig names none, or another is meant');
  }
  return typed.replace(/\/$/, '').split('/').at(-1)?.toLowerCase() ?? '';
}
