import { Worker } from 'node:worker_threads';

/** A check of a whole file under way on a thread of its own. */
export interface FileCheck {
  /** What is wrong with it; undefined when nothing is, or when the check was stopped. */
  damage: Promise<string | undefined>;
  stop(): Promise<void>;
}

const entry = import.meta.url.endsWith('.ts') ? './check-file.ts' : './check-file.js';

/** Looks for pages that a dying disk or a stray write has changed, while the file is in use: it takes about a second for
 * 300 MB, which no start should wait for. */
export function checkFile(path: string): FileCheck {
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: path });
  const damage = new Promise<string | undefined>((resolve) => {
    worker.once('message', (found: string) => resolve(found === 'ok' ? undefined : found));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
  worker.unref();
  return {
    damage,
    stop: async () => {
      await worker.terminate();
    },
  };
}
