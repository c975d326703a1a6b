import type { State } from '../domain/state.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { readEntries, tokensOf } from './readable.ts';
import type { ReadEntry } from './readable.ts';
import type { Signatures } from './signatures.ts';

/** Reads the texts of a log's pages, and has the signatures of one verified on other threads while the page before it is
 * judged. */
export async function* verifiedPages(
  pages: AsyncIterable<LogEntry[]>,
  { state, signatures, origin }: { state: State; signatures: Signatures; origin: string },
): AsyncGenerator<ReadEntry[], void, undefined> {
  const verify = async (page: LogEntry[]): Promise<ReadEntry[]> => {
    const read = readEntries(page);
    await signatures.check(state, origin, tokensOf(read));
    return read;
  };
  let verified: Promise<ReadEntry[]> | undefined;
  for await (const page of pages) {
    const next = verify(page);
    // Whoever stops before it gets there has no use for its failure either.
    next.catch(() => undefined);
    if (verified !== undefined) yield await verified;
    verified = next;
  }
  if (verified !== undefined) yield await verified;
}
