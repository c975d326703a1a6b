import cron from 'node-cron';
import type { Federation } from '../federation/federation.ts';
import type { Log } from '../log.ts';
import { Repeated } from './repeated.ts';

export interface ScheduleOptions {
  /** When to sync with all peers: a cron expression (WASTELAND_SYNC_SCHEDULE). */
  sync: string;
  /** Milliseconds by which a sync may begin later, so that the nodes of the world don't all ask in the same second. */
  jitter: number;
  /** Milliseconds between two looks at the outbox. */
  outbox: number;
  random: () => number;
  log: Log;
}

export const defaultSchedule = { jitter: 20_000, outbox: 1_000 } as const;

export interface Schedule {
  /** Nothing begins any more. What runs is ended, and waited for, by closing the federation. */
  stop(): Promise<void>;
}

/** Syncs with all peers now and at every turn of the clock, and retries the outbox. */
export function startSchedule(
  federation: Pick<Federation, 'syncAll' | 'retryOutbox'>,
  options: ScheduleOptions,
): Schedule {
  const { log, random, jitter } = options;
  const sync = new Repeated(
    () => federation.syncAll(),
    (error) => log.error({ err: error }, 'a scheduled sync failed'),
  );
  const outbox = new Repeated(
    () => federation.retryOutbox(),
    (error) => log.error({ err: error }, 'the outbox failed'),
  );
  const delayed = new Set<NodeJS.Timeout>();

  sync.begin();
  const task = cron.schedule(options.sync, () => {
    const timer = setTimeout(() => {
      delayed.delete(timer);
      sync.begin();
    }, random() * jitter);
    delayed.add(timer);
  });
  const ticker = setInterval(() => outbox.begin(), options.outbox);

  return {
    stop: async () => {
      await task.destroy();
      clearInterval(ticker);
      for (const timer of delayed) clearTimeout(timer);
      void sync.end();
      void outbox.end();
    },
  };
}
