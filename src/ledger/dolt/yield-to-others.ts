import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Of the values that `nice` knows, 0 to 19: it gets some tenth of a processor that others want too. */
const nice = 10;

/**
 * Has a process stand back while others want the processor. Linux keeps that per thread, later ones have what their maker
 * has; and a session of its own, where the system shares between sessions first, needs it said of the session. Where
 * none of it is allowed, the process goes on as it is.
 */
export function yieldToOthers(pid: number): void {
  for (const thread of threadsOf(pid)) attempt(() => setPriority(thread, nice));
  if (process.platform === 'linux') attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(nice)));
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid];
  }
}

function attempt(change: () => void): void {
  try {
    change();
  } catch {
    // Gone meanwhile, or not allowed: nothing depends on it.
  }
}
