import type { LogEntry } from '../wire/checkpoint.ts';
import type { SqlValue } from './connection.ts';

/** Whatever can read rows: the writer's own connection, or a pool of readers. */
export interface RowSource {
  rows<Row>(sql: string, values?: SqlValue[]): Promise<Row[]>;
}

export const pageSize = 500;

const pageSql = 'SELECT seq, logged_at, jws FROM events WHERE origin = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?';

/**
 * Entries `after` < seq ≤ `to` of one log, in pages by key. The next page is read while the last one is worked on.
 * Ends early where the ledger holds no more.
 */
export async function* readPages(
  source: RowSource,
  origin: string,
  after: number,
  to: number,
  limit = pageSize,
): AsyncGenerator<LogEntry[], void, undefined> {
  const read = (from: number): Promise<LogEntry[]> => {
    const page = source.rows<LogEntry>(pageSql, [origin, from, to, limit]);
    // A reader that stops early never looks at the page read ahead; its failure is nobody's then.
    page.catch(() => undefined);
    return page;
  };
  if (after >= to) return;
  let next: Promise<LogEntry[]> | undefined = read(after);
  while (next !== undefined) {
    const page: LogEntry[] = await next;
    const last = page.at(-1);
    next = last !== undefined && page.length === limit && last.seq < to ? read(last.seq) : undefined;
    if (page.length > 0) yield page;
  }
}
