import { createLog } from '../../log.ts';
import type { Log } from '../../log.ts';
import type { DoltConfig } from '../../config/config.ts';
import { configOf } from '../options.ts';
import type { DataDirOptions } from '../options.ts';

/** The data directory that the options name, as the operations on it take it. What they log goes to stderr. */
export function dataDirOf(options: DataDirOptions): { dataDir: string; dolt: DoltConfig; log: Log } {
  const { dataDir, dolt } = configOf(options);
  return { dataDir, dolt, log: createLog('warn', process.stderr) };
}
