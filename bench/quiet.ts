import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const longest = 60_000;

/** Of one core; what a process at rest uses. */
const atRest = 0.05;

/**
 * Resolves when none of the processes has had much to do for two seconds: after a fill Dolt collects garbage in the
 * background, and what that takes from an act says nothing of the size of a ledger. Linux only.
 */
export async function quiet(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + longest;
  let before = ticks(pids);
  for (let still = 0; still < 2;) {
    if (Date.now() > deadline) {
      console.log(`     not at rest after ${longest / 1000} s: what follows is measured beside it`);
      return;
    }
    await wait(1000);
    const now = ticks(pids);
    still = now - before < atRest * 100 ? still + 1 : 0;
    before = now;
  }
}

/** User and system time in hundredths of a second (proc_pid_stat(5), fields 14 and 15). */
function ticks(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = statOf(pid);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }, 0);
}

/** Nothing of one that has ended: the quarantine does when nobody syncs. */
function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
