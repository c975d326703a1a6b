import { readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { LogEntry } from '../wire/checkpoint.ts';

/** The entries whose text the strict reader takes, read. */
export function readableTokens(entries: readonly LogEntry[]): Token[] {
  return entries.flatMap((entry) => {
    const reading = readToken(entry.jws);
    return reading.ok ? [reading.token] : [];
  });
}
