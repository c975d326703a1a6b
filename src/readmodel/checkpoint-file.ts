import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';

/** Pages in the write-ahead log above which writers may be held up for a moment, so that it begins anew. */
const tooLong = 20_000;

/** Milliseconds that a writer or reader in the way is waited for. */
const patience = 50;

/** Entry of the thread that `checkpoints.ts` starts: each message is one checkpoint, answered by undefined or by what
 * stood in its way. */
function serve(path: string): void {
  const db = new DatabaseSync(path, { timeout: patience });
  db.exec('PRAGMA synchronous = NORMAL');
  const run = (mode: 'PASSIVE' | 'RESTART') =>
    db.prepare(`PRAGMA wal_checkpoint(${mode})`).get() as { busy: number; log: number; checkpointed: number };
  parentPort?.on('message', (message: 'checkpoint' | 'stop') => {
    if (message === 'stop') {
      db.close();
      process.exit();
    }
    try {
      // Most of it beside the writer; what came meanwhile is little.
      const { log } = run('PASSIVE');
      if (log > tooLong) run('RESTART');
      parentPort?.postMessage(undefined);
    } catch (error) {
      parentPort?.postMessage(String(error));
    }
  });
}

serve(workerData as string);
