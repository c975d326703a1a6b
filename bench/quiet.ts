import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const longest = 60_000;

/** Of one core; more than a process at rest uses, which has its timers. */
const atRest = 0.1;

/**
 * Resolves when none of the processes has had much to do for two seconds: after a fill Dolt collects garbage in the
 * background, and what that takes from an act says nothing of the size of a ledger. Linux only.
 */
export async function quiet(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + longest;
  let before = pids.map(ticks);
  for (let still = 0; still < 2;) {
    if (Date.now() > deadline) {
      console.log(`     not at rest after ${longest / 1000} s: what follows is measured beside it`);
      return;
    }
    await wait(1000);
    const now = pids.map(ticks);
    const busy = now.some((time, index) => time - (before[index] ?? 0) > atRest * 100);
    still = busy ? 0 : still + 1;
    before = now;
  }
}

/** User and system time in hundredths of a second (proc_pid_stat(5), fields 14 and 15). */
function ticks(pid: number): number {
  const stat = statOf(pid);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Nothing of one that has ended: the quarantine does when nobody syncs. */
function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
