import { readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { LogEntry } from '../wire/checkpoint.ts';

/** An entry with its token, where the strict reader takes its text. */
export interface ReadEntry extends LogEntry {
  token?: Token;
}

/** Reads the texts of entries once, for verifying ahead and for judging. */
export function readEntries(entries: readonly LogEntry[]): ReadEntry[] {
  return entries.map((entry) => {
    const reading = readToken(entry.jws);
    return reading.ok ? { ...entry, token: reading.token } : entry;
  });
}

export function tokensOf(entries: readonly ReadEntry[]): Token[] {
  return entries.flatMap(({ token }) => (token === undefined ? [] : [token]));
}
