import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';

/** What a checkpoint came to: pages in the write-ahead log, or what stood in the way. */
export type Checkpointed = { pages: number } | { why: string };

/** Entry of the thread that `checkpoints.ts` starts: each message is one checkpoint beside whoever writes and reads. */
function serve(path: string): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA synchronous = OFF');
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const run = (): Checkpointed => {
    try {
      return { pages: (checkpoint.get() as { log: number }).log };
    } catch (error) {
      return { why: String(error) };
    }
  };
  parentPort?.on('message', (message: 'checkpoint' | 'stop') => {
    if (message === 'checkpoint') return parentPort?.postMessage(run());
    db.close();
    process.exit();
  });
}

serve(workerData as string);
