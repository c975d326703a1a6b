import type { Context } from '../context.ts';
import type { Log } from '../log.ts';
import { Repeated } from './repeated.ts';
import type { Schedule } from './schedule.ts';

/** Milliseconds between two looks: so long nothing is written in a calm moment. */
const everyQuarter = 15_000;

/** Has the garbage of the databases collected from time to time. */
export function startGarbage(garbage: Context['garbage'], log: Log, every = everyQuarter): Schedule {
  const rounds = new Repeated(
    () => garbage.round(),
    (err) => log.error({ err }, "the garbage of a database can't be collected"),
  );
  const ticker = setInterval(() => rounds.begin(), every);
  return {
    stop: async () => {
      clearInterval(ticker);
      garbage.close();
      await rounds.end();
    },
  };
}
