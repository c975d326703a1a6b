import { accountsNamed } from '../../domain/account-name.ts';
import type { Account } from '../../domain/account-name.ts';
import { placesFor } from '../../domain/account-places.ts';
import { WastelandError } from '../../errors.ts';
import { signStatement } from '../../identity/account-statement.ts';
import type { StatementAnswer, StatementRequest } from '../../wire/api/account.ts';
import type { Acting } from '../acting.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { custodialKey } from '../sign-acts.ts';
import { accountOf } from './find-account.ts';

/** Signs for a custodial rig that an account is its own: the text is to be put where only who holds the account can. */
export async function signAccountStatement(
  services: Services,
  { rig }: Acting,
  { account: typed }: StatementRequest,
): Promise<StatementAnswer> {
  const account = accountOf(typed);
  const key = await custodialKey(services, rig);
  const number = await numberOf(services, account);
  const iat = Math.floor(services.clock.now() / 1000);
  const statement = signStatement({ iss: rig, account: account.name, ...number, iat }, key);
  const named = accountsNamed(findRig(services, rig).also_known_as).some(({ name }) => name === account.name);
  return { account: account.name, statement, ...number, named, places: placesFor(account) };
}

/** A statement without the number is good too, only weaker: GitHub's being away is no reason to give none. */
async function numberOf({ accountChecks }: Services, account: Account): Promise<{ number?: number }> {
  if (account.kind !== 'github') return {};
  const number = await accountChecks.numberOf(account.login);
  if (number.kind === 'found') return { number: number.value };
  if (number.kind === 'absent') throw new WastelandError('not_found', `GitHub knows no ${account.login}`);
  return {};
}
