import { threadCpuUsage } from 'node:process';

/** What work took of this thread, in milliseconds of its processor, whatever else the machine does meanwhile. */
export interface HeldUp {
  total: number;
  /** The longest stretch between two turns of the event loop: so long nobody else was let in. */
  longest: number;
}

/** Does work, and watches how long it keeps others out. */
export async function heldUp(work: () => unknown): Promise<HeldUp> {
  let done = false;
  let longest = 0;
  const start = used();
  const watched = new Promise<void>((resolve) => {
    let last = used();
    const look = (): void => {
      const now = used();
      longest = Math.max(longest, now - last);
      last = now;
      if (done) resolve();
      else setImmediate(look);
    };
    setImmediate(look);
  });
  await work();
  const total = used() - start;
  done = true;
  await watched;
  return { total, longest };
}

function used(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}
