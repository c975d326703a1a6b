import { accountsNamed, readAccount } from '../../domain/account-name.ts';
import type { Account } from '../../domain/account-name.ts';
import type { IdentityRow } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';

/** The account that somebody means; `not_found` for what nobody can prove here. */
export function accountOf(typed: string): Account {
  const account = readAccount(typed);
  if (account !== undefined) return account;
  throw new WastelandError(
    'not_found',
    `${typed} is no account that can be proven: say github:alice or domain:example.org`,
  );
}

/** The accounts that a rig names, or the one of them that is meant; `not_found` where it names none. */
export function namedAccounts(identity: IdentityRow, typed?: string): Account[] {
  const named = accountsNamed(identity.also_known_as);
  if (typed === undefined) {
    if (named.length > 0) return named;
    throw new WastelandError('not_found', `${identity.handle} names no account that can be proven (also_known_as)`);
  }
  const { name } = accountOf(typed);
  const account = named.find((each) => each.name === name);
  if (account !== undefined) return [account];
  throw new WastelandError('not_found', `${identity.handle} doesn't name ${name}: its also_known_as must, first`);
}
