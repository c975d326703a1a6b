import { StreamBroken } from '../net/guarded-client.ts';
import type { PeerClient } from '../net/peer-client.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import type { PeerLog, PeerSource } from './log-source.ts';
import { failureOf } from './sync-failure.ts';

/** The second way in: a peer's logs by its REST door, for the same verifier. */
export function restSource(peer: PeerClient): PeerSource {
  return {
    transport: 'rest',
    commit: undefined,
    logs: () => readLogs(peer),
    entries: (origin, after, to) => readEntries(peer, origin, after, to),
  };
}

async function readLogs(peer: PeerClient): Promise<PeerLog[]> {
  const read = await peer.logs();
  if (read.kind !== 'found') throw failureOf(read);
  return read.value.map(({ origin, seq, checkpoint }) => ({ origin, seq, checkpoint }));
}

/** The log may have grown since its head was read: what is beyond `to` is left for the next sync. */
async function* readEntries(peer: PeerClient, origin: string, after: number, to: number): AsyncGenerator<LogEntry[]> {
  const read = await peer.events(origin, after);
  if (read.kind !== 'found') throw failureOf(read);
  try {
    for await (const slice of read.value) {
      const wanted = slice.filter(({ seq }) => seq <= to);
      if (wanted.length > 0) yield wanted;
      if (wanted.length < slice.length) return;
    }
  } catch (error) {
    throw error instanceof StreamBroken ? failureOf(error.outcome) : error;
  }
}
