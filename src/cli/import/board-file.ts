import { openDataDir } from '../../data-dir.ts';
import type { ImportReport } from '../../federation/import-logs.ts';
import { openLogFile } from '../../federation/log-file.ts';
import { createLog } from '../../log.ts';
import { configOf } from '../options.ts';
import type { DataDirOptions } from '../options.ts';
import { progressOf } from '../terminal/output.ts';

/**
 * Lands an export in a data directory that no node works on: one process writes a ledger, so it is a whole node that does it,
 * with no doors open. A directory that is empty becomes that of a new node.
 */
export async function importBoard(path: string, options: DataDirOptions, signal: AbortSignal): Promise<ImportReport> {
  const file = await openLogFile(path, { signal, onProgress: progressOf('bytes looked through') });
  try {
    const config = configOf(options);
    const doorless = { ...config, dolt: { ...config.dolt, remotePort: 'off' as const } };
    const log = createLog('warn', process.stderr);
    const { opened, loaded } = await openDataDir(doorless, log, () => import('../../context.ts'));
    const context = await loaded.createContext(opened);
    try {
      return await context.federation.importLogs(file, { signal, onProgress: progressOf('entries landed') });
    } finally {
      await context.close();
    }
  } finally {
    await file.close();
  }
}
