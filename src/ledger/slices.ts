import type { LogEntry } from '../wire/checkpoint.ts';

/** A checked suffix of one log, in whatever batches its source gives. */
export interface Suffix {
  entries: Iterable<LogEntry[]> | AsyncIterable<LogEntry[]>;
}

/** Consecutive entries of one log that land in one turn. */
export interface Slice<Log, Entry = LogEntry> {
  log: Log;
  entries: Entry[];
}

/**
 * Milliseconds that a turn may take: a local act must not wait longer than 100 for a landing (design section 6), not every turn
 * takes as long as the last one, and its own costs time too. While nobody acts the turns are longer, since they cost less together.
 */
const target = { busy: 16, quiet: 60 };
const smallest = 20;
const largest = 2_000;
const maxBytes = 2_000_000;

/** How many entries land in one turn: from few on, as many as the last turns show to fit, in this landing or one before it. */
export class SliceSize {
  /** Entries in a millisecond. */
  #rate = 100 / target.quiet;

  /** Entries for the next turn; fewer when there are acts to go in between. */
  limit(busy: boolean): number {
    return Math.round(Math.min(largest, Math.max(smallest, this.#rate * targetOf(busy))));
  }

  /** Learns from a turn, in milliseconds. Few entries cost more each than many: they tell something only when they took too long. */
  took(milliseconds: number, entries: number, busy: boolean): void {
    if (entries < this.limit(busy) / 2 && milliseconds <= targetOf(busy)) return;
    const shown = Math.max(entries / Math.max(milliseconds, 1), smallest / targetOf(busy));
    this.#rate = Math.min(shown, this.#rate * 4);
  }
}

function targetOf(busy: boolean): number {
  return busy ? target.busy : target.quiet;
}

/** Cuts suffixes into what one turn takes, at most `limit` entries: several short logs together, long ones in parts. */
export async function* slicesOf<Log extends Suffix>(
  logs: readonly Log[],
  limit: () => number,
): AsyncGenerator<Slice<Log>[], void, undefined> {
  let slices: Slice<Log>[] = [];
  let count = 0;
  let bytes = 0;
  for (const log of logs) {
    let entries: LogEntry[] = [];
    for await (const batch of log.entries) {
      for (const entry of batch) {
        if (count > 0 && (count >= limit() || bytes + entry.jws.length > maxBytes)) {
          if (entries.length > 0) slices.push({ log, entries });
          yield slices;
          slices = [];
          entries = [];
          count = 0;
          bytes = 0;
        }
        entries.push(entry);
        count += 1;
        bytes += entry.jws.length;
      }
    }
    if (entries.length > 0) slices.push({ log, entries });
  }
  if (slices.length > 0) yield slices;
}
