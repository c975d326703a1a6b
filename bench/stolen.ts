import { readFileSync } from 'node:fs';

/** What of a measurement this machine's host may take before it says little. */
const negligible = 0.01;

/** Tells what a virtual machine's host took of its time: a figure measured meanwhile is about the host too. Linux only. */
export class Stolen {
  #before = times();

  /** A line about the time since the last call, where the host took more than a hundredth of it. */
  sinceLast(): string | undefined {
    const [before, now] = [this.#before, times()];
    this.#before = now;
    const share = (now.stolen - before.stolen) / Math.max(now.all - before.all, 1);
    if (share <= negligible) return undefined;
    return `     the host of this machine took ${(100 * share).toFixed(0)} % of its time meanwhile`;
  }
}

/** In hundredths of a second of all cores together (proc_stat(5): the eighth is what was stolen, guests' are in the first two). */
function times(): { all: number; stolen: number } {
  const fields =
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1, 9).map(Number) ?? [];
  return { all: fields.reduce((sum, each) => sum + each, 0), stolen: fields[7] ?? 0 };
}
