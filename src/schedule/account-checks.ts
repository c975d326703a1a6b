import type { Log } from '../log.ts';
import type { AccountChecks } from '../operations/accounts/account-checks.ts';
import { Repeated } from './repeated.ts';
import type { Schedule } from './schedule.ts';

/** Milliseconds between two rounds: what is due in one is few, so that GitHub's hourly limit is kept. */
const hourly = 60 * 60_000;

/** Has accounts looked at again whose time has come, a few every hour. */
export function startAccountChecks(checks: Pick<AccountChecks, 'recheck'>, log: Log, every = hourly): Schedule {
  const rounds = new Repeated(
    () => checks.recheck(),
    (err) => log.error({ err }, 'accounts could not be looked at again'),
  );
  rounds.begin();
  const ticker = setInterval(() => rounds.begin(), every);
  return {
    stop: async () => {
      clearInterval(ticker);
      // What is under way ends when the looks are closed.
      void rounds.end();
    },
  };
}
