import type { AccountPlace } from '../wire/account.ts';
import type { Account } from './account-name.ts';

/** A place where a statement about an account counts, in words for who is to put it there. */
export interface PlaceForStatement {
  place: AccountPlace;
  where: string;
}

/** Where the statement about an account may stand: one place is enough. */
export function placesFor(account: Account): PlaceForStatement[] {
  if (account.kind === 'github') {
    const { login } = account;
    return [
      { place: 'gist', where: `any file of a public gist of ${login}; say which gist when you ask for the check` },
      { place: 'profile', where: `a file called wasteland-rig in the repository ${login}/${login}` },
    ];
  }
  const wellKnown = {
    place: 'well_known',
    where: `https://${account.name.slice('domain:'.length)}/.well-known/wasteland-rig`,
  } as const;
  return account.port === undefined ? [wellKnown, { place: 'dns', where: txtPlace(account.host) }] : [wellKnown];
}

function txtPlace(host: string): string {
  return `a TXT record of _wasteland-rig.${host}, cut into strings of at most 255 characters`;
}
