import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';

/** Entry of the thread that `file-check.ts` starts: says `ok`, or what SQLite finds wrong with the file. */
function check(path: string): string {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    try {
      return (db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }).quick_check;
    } finally {
      db.close();
    }
  } catch (error) {
    return String(error);
  }
}

parentPort?.postMessage(check(workerData as string));
