import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that can't be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** When it started, as the system writes it; opaque. */
  started: string;
}

/** The identity of a process that runs now; undefined when there is none of that number (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether this very process, not only one of its number, still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** Sends a signal to this very process; false when it is gone. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  try {
    return isRunning(identity) && process.kill(identity.pid, name);
  } catch {
    return false;
  }
}

/** Ends this very process: SIGTERM, and SIGKILL once `graceMs` have passed. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const killAt = Date.now() + graceMs;
  if (graceMs > 0) {
    signal(identity, 'SIGTERM');
  }
  let killed = false;
  while (isRunning(identity)) {
    if (!killed && Date.now() >= killAt) {
      killed = true;
      signal(identity, 'SIGKILL');
    }
    await delay(20);
  }
}

function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold anything, so the rest is counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function startedByPs(pid: number): string | undefined {
  try {
    const output = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return output === '' || output.startsWith('Z') ? undefined : output.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}
