import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync, truncateSync } from 'node:fs';

const maxBytes = 5_000_000;

/** Opens a server's log for appending; a big one becomes `<file>.1` first. A file and no pipe: it outlives the node. */
export function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > maxBytes) {
    renameSync(file, `${file}.1`);
  }
  return openSync(file, 'a', 0o600);
}

/** Empties a log that has grown too big; the server goes on writing at its new end. */
export function boundLog(file: string): void {
  if (existsSync(file) && statSync(file).size > maxBytes) {
    truncateSync(file, 0);
  }
}

/** What was written to a log since it had `from` bytes, at most the last 4 kB. */
export function logSince(file: string, from: number): string {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(Math.min(from, size), size - 4096);
    const buffer = Buffer.alloc(size - start);
    readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(fd);
  }
}
