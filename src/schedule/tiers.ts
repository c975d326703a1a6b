import cron from 'node-cron';
import type { Log } from '../log.ts';
import type { Services } from '../operations/ports.ts';
import { TierKeeper } from '../operations/reputation/tier-keeper.ts';
import { vouchForListed } from '../operations/reputation/vouch-for-listed.ts';
import { Repeated } from './repeated.ts';
import type { Schedule } from './schedule.ts';

/** Milliseconds between two looks at what has come. */
const every = 2_000;
/** At an hour when few are awake, and at no round minute. */
const nightly = '17 3 * * *';

/** Has tiers looked at soon after what may change them, and all of them every night. */
export function startTiers(services: Services, log: Log): Schedule {
  const keeper = new TierKeeper(services);
  const failed = (err: unknown): void => log.error({ err }, 'tiers could not be looked at');
  const soon = new Repeated(() => keeper.review(), failed);
  const night = new Repeated(async () => {
    await vouchForListed(services);
    await keeper.reviewAll();
  }, failed);
  const ticker = setInterval(() => soon.begin(), every);
  const task = cron.schedule(nightly, () => night.begin());
  return {
    stop: async () => {
      await task.destroy();
      clearInterval(ticker);
      keeper.stop();
      await Promise.all([soon.end(), night.end()]);
    },
  };
}
