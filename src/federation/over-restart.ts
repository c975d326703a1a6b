import { setTimeout as delay } from 'node:timers/promises';
import type { FederationParts } from './parts.ts';
import { SyncFailure } from './sync-failure.ts';

/** The quarantine server as those see it who use it. */
export type Quarantine = Parameters<Parameters<FederationParts['quarantine']['use']>[0]>[0];

/** Milliseconds that its supervisor gets to start it again, and until its end is noticed. */
const restartPatience = 10_000;
const noticeTime = 200;

/** Does work with the quarantine server, once more when that died under it: it is started again by its supervisor. */
export async function overRestart<T>(
  server: Pick<Quarantine, 'state' | 'pid'>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  await waitUntilRunning(server, signal);
  const { pid } = server;
  try {
    return await work();
  } catch (error) {
    await delay(noticeTime);
    // It may run again by now.
    if (signal.aborted || (server.state === 'running' && server.pid === pid)) throw error;
    await waitUntilRunning(server, signal);
    return await work();
  }
}

async function waitUntilRunning(server: Pick<Quarantine, 'state'>, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + restartPatience;
  while (server.state !== 'running') {
    if (performance.now() > deadline) throw new SyncFailure('fetch_failed', 'the quarantine server does not start');
    await delay(100, undefined, { signal });
  }
}
