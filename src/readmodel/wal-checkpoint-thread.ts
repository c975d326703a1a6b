import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { phases } from './wal-checkpoints.ts';
import type { WalCheckpointWork } from './wal-checkpoints.ts';

/** Entry of the thread that `wal-checkpoints.ts` starts. */
const { path, phase } = workerData as WalCheckpointWork;

parentPort?.on('message', () => {
  if (Atomics.compareExchange(phase, 0, phases.asked, phases.working) !== phases.asked) return;
  try {
    bringIn();
  } catch {
    // A full disk, for example: told where it is waited for, by the next commit, after which this is tried again.
  } finally {
    Atomics.compareExchange(phase, 0, phases.working, phases.idle);
    Atomics.notify(phase, 0);
  }
});

/** PASSIVE waits for nobody, and nobody for it: what is committed meanwhile comes after. */
function bringIn(): void {
  const db = new DatabaseSync(path);
  try {
    // As the connection that writes.
    db.exec('PRAGMA synchronous = OFF; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    db.close();
  }
}
