import type { LogEntry } from '../wire/checkpoint.ts';

/** Entries as NDJSON, a page at a time. */
export async function* linesOf(pages: AsyncIterable<LogEntry[]>): AsyncGenerator<string> {
  for await (const page of pages) {
    yield page.map(({ seq, logged_at, jws }) => `${JSON.stringify({ seq, logged_at, jws })}\n`).join('');
  }
}
