import type { Account } from '../../wire/api/account.ts';
import type { AccountPlace } from '../../wire/account.ts';
import type { AccountStanding } from '../accounts/accounts.ts';
import { present, time, timeOrNull } from './present.ts';

/** An account of a rig as this node saw it last. */
export function accountView({ row, code, detail, ...standing }: AccountStanding): Account {
  if (row === undefined) return standing;
  return {
    ...standing,
    checked_at: time(row.checked_at),
    ...present({
      proven_at: timeOrNull(row.proven_at),
      code,
      detail,
      place: row.place as AccountPlace | null,
      number: row.number,
    }),
  };
}
