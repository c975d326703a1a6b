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

/** The id of a gist, as it is or at the end of its page's URL. */
function gistOf(typed: string, accounts: readonly Account[]): string {
  if (!accounts.some(({ kind }) => kind === 'github')) {
    throw new WastelandError(
      'invalid_request',
      'a gist proves a GitHub account: this rig names none, or another is meant',
    );
  }
  const id = /^(?:https:\/\/gist\.github\.com\/(?:[A-Za-z0-9_-]+\/)?)?([0-9a-f]{5,64})\/?$/i.exec(typed)?.[1];
  if (id === undefined) throw new WastelandError('invalid_request', `${typed} is no gist's id or URL`);
  return id.toLowerCase();
}
