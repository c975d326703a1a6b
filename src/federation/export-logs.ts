import { MemoryState } from '../domain/memory-state.ts';
import { readCheckpoint, SuffixCheck } from '../identity/suffix.ts';
import type { ExportEnd, ExportHead } from '../wire/export.ts';
import type { LogSource, PeerLog } from './log-source.ts';
import { SyncFailure } from './sync-failure.ts';

export interface ExportOptions {
  /** Only these logs; all where none is given. */
  origins?: ReadonlySet<string>;
  /** Hands on whole lines, and resolves when there is room for more. */
  write: (lines: string) => Promise<void>;
  onProgress?: (done: number, total: number) => void;
}

/** What an export holds, and the logs that it doesn't, since only a part of what their checkpoints cover is at the source. */
export interface Exported extends ExportEnd {
  left_out: string[];
}

/** Entries that are asked for at once: one answer has a bound in bytes, a log has none. */
const perRequest = 10_000;

/**
 * Writes the logs of a source as an export, each whole under its checkpoint, and checks them by hashing on the way: an export
 * that nobody could import is none. Throws SyncFailure.
 */
export async function exportLogs(source: LogSource, head: ExportHead, options: ExportOptions): Promise<Exported> {
  const { origins, write, onProgress } = options;
  const logs = (await source.logs()).filter(({ origin }) => origins?.has(origin) ?? true);
  const whole = logs.filter(({ origin, seq, checkpoint }) => readCheckpoint(checkpoint, origin)?.seq === seq);
  const total = whole.reduce((sum, { seq }) => sum + seq, 0);
  await write(lineOf(head));
  let entries = 0;
  for (const log of whole) {
    await exportLog(source, log, async (count, lines) => {
      await write(lines);
      entries += count;
      onProgress?.(entries, total);
    });
  }
  await write(lineOf({ logs: whole.length, entries }));
  const left = logs.filter((log) => !whole.includes(log));
  return { logs: whole.length, entries, left_out: left.map(({ origin }) => origin) };
}

async function exportLog(
  source: LogSource,
  { origin, seq, checkpoint }: PeerLog,
  write: (entries: number, lines: string) => Promise<void>,
): Promise<void> {
  await write(0, lineOf({ origin, seq, checkpoint }));
  const check = new SuffixCheck(new MemoryState(), origin);
  while (check.seq < seq) {
    const from = check.seq;
    for await (const slice of source.entries(origin, from, Math.min(seq, from + perRequest))) {
      if (!check.push(slice)) break;
      await write(slice.length, slice.map(({ seq, logged_at, jws }) => lineOf({ seq, logged_at, jws })).join(''));
    }
    if (check.seq === from) break;
  }
  const result = check.finish(checkpoint);
  if (!result.ok) throw new SyncFailure(result.code, `the log ${origin} doesn't verify: ${result.detail}`);
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
