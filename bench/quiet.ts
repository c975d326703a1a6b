import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Seconds. */
const longest = 120;

/** Seconds: garbage is collected in the first of a node's rounds, fifteen seconds apart, before which nothing was committed. */
const still = 32;

/** Of one core; more than a process at rest uses, which has its timers. */
const atRest = 0.1;

/**
 * Resolves when none of the processes has had much to do for as many seconds as it takes until a node has Dolt collect its
 * garbage: what that takes from an act, or from a landing elsewhere, says nothing of either. Linux only.
 */
export async function quiet(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + longest * 1000;
  let before = pids.map(ticks);
  for (let seconds = 0; seconds < still;) {
    if (Date.now() > deadline) {
      console.log(`     not at rest after ${longest} s: what follows is measured beside it`);
      return;
    }
    await wait(1000);
    const now = pids.map(ticks);
    const busy = now.some((time, index) => time - (before[index] ?? 0) > atRest * 100);
    seconds = busy ? 0 : seconds + 1;
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
