import type { Account } from '../../wire/api/account.ts';
import { oneLine } from './output.ts';

const places = {
  gist: 'a gist',
  profile: 'the profile repository',
  well_known: 'its web server',
  dns: 'its DNS',
} as const;

/** How an account stands, for people. */
export function accountText({ proven, state, place, proven_at, code, detail }: Account): string {
  const by = place === undefined ? '' : `, by ${places[place]}`;
  const why = detail === undefined ? '' : `: ${oneLine(detail)}`;
  if (proven) {
    const unseen = state === 'unreachable' ? `; not reached since${why}` : '';
    return `proven ${proven_at?.slice(0, 10) ?? ''}${by}${unseen}`;
  }
  if (state === 'unchecked') return 'not looked at yet';
  return `not proven (${code ?? state})${why}`;
}
