import type { LogEntry } from '../wire/checkpoint.ts';
import type { SqlValue } from './connection.ts';

/** Whatever can read rows: the writer's own connection, or a pool of readers. */
export interface RowSource {
  rows<Row>(sql: string, values?: SqlValue[]): Promise<Row[]>;
}

export const pageSize = 500;

/** A row of `events` that is no entry: the columns of a stranger's database, or of a damaged one, may hold NULL. */
export class BadRow extends Error {
  constructor(seq: unknown) {
    super(`entry ${String(seq)} without time or text`);
    this.name = 'BadRow';
  }
}

/** Bounded at both ends: from a range that goes on, Dolt reads far more than a LIMIT lets out. */
const pageSql = 'SELECT seq, logged_at, jws FROM events WHERE origin = ? AND seq > ? AND seq <= ? ORDER BY seq';

/**
 * Entries `after` < seq ≤ `to` of one log, in pages by key. The next page is read while the last one is worked on.
 * Ends early where entries are missing; throws `BadRow`.
 */
export async function* readPages(
  source: RowSource,
  origin: string,
  after: number,
  to: number,
  limit = pageSize,
): AsyncGenerator<LogEntry[], void, undefined> {
  const read = (from: number): Promise<LogEntry[]> => {
    const page = source.rows<LogEntry>(pageSql, [origin, from, Math.min(to, from + limit)]);
    // A reader that stops early never looks at the page read ahead; its failure is nobody's then.
    page.catch(() => undefined);
    return page;
  };
  let next = after < to ? read(after) : undefined;
  for (let from = after; next !== undefined; from += limit) {
    const page = await next;
    for (const row of page) checkRow(row);
    const whole = page.length === limit && from + limit < to;
    next = whole ? read(from + limit) : undefined;
    if (page.length > 0) yield page;
  }
}

function checkRow({ seq, logged_at, jws }: Record<keyof LogEntry, unknown>): void {
  if (Number.isSafeInteger(seq) && Number.isSafeInteger(logged_at) && typeof jws === 'string') return;
  throw new BadRow(seq);
}
