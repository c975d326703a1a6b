import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { WastelandError } from '../errors.ts';
import { loggedAtRange } from '../wire/checkpoint.ts';

/** A clock that was set back by a moment catches up soon; callers can't be kept waiting for more, in milliseconds. */
const shortWait = 2_000;

/** `logged_at` never decreases (protocol.md section 4): waits while the clock is a little behind the last entry, and
 * refuses with `clock_wrong` when it is far behind or shows a time that no entry may have. */
export async function waitForClock(clock: Clock, last: number): Promise<void> {
  const now = clock.now();
  if (now < loggedAtRange.min || now > loggedAtRange.max) {
    throw new WastelandError('clock_wrong', `the clock of this node shows ${new Date(now).toISOString()}`);
  }
  if (now >= last) return;
  if (last - now > shortWait) {
    throw new WastelandError('clock_wrong', `the clock of this node is ${last - now} ms behind its log's last entry`);
  }
  await delay(last - now);
}
