import type { SyncReport } from '../wire/api/sync-report.ts';
import { landSource } from './land-source.ts';
import type { LogFile } from './log-file.ts';
import type { FederationParts } from './parts.ts';
import { WithheldTexts } from './take-withheld.ts';

/** What an import did: as a sync's report, without what only a peer has. */
export type ImportReport = Omit<SyncReport, 'peer' | 'transport' | 'commit' | 'code' | 'detail'> & {
  /** Who gave the export, by its own word, and the rig that it is about. */
  node: string;
  rig?: string;
};

export interface ImportOptions {
  signal: AbortSignal;
  /** Entries that landed, of those that weren't here. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Takes the logs of an export as from a peer: the same verifier, the same landing, and nothing is trusted because it came in
 * a file. What is here already is passed over, so an import that was stopped goes on where it was.
 */
export async function importLogs(
  parts: FederationParts,
  file: LogFile,
  { signal, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const started = parts.clock.now();
  parts.writer.checkRoom();
  const logs = await file.logs();
  const total = logs.reduce((sum, { origin, seq }) => sum + Math.max(0, seq - heldOf(parts, origin)), 0);
  const before = heldEntries(parts);
  if (onProgress !== undefined) parts.writer.onCommit(() => onProgress(heldEntries(parts) - before, total));
  const taken = await landSource(parts, new WithheldTexts(parts), { id: file.node }, file, signal);
  signal.throwIfAborted();
  return {
    node: file.node,
    ...(file.rig === undefined ? {} : { rig: file.rig }),
    started_at: started,
    finished_at: parts.clock.now(),
    ...taken,
  };
}

function heldOf({ readModel }: FederationParts, origin: string): number {
  return readModel.reader.logs.log(origin)?.seq ?? 0;
}

function heldEntries({ readModel }: FederationParts): number {
  return readModel.reader.logs.logs().reduce((sum, { seq }) => sum + seq, 0);
}
