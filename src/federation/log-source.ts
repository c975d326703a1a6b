import type { LogEntry } from '../wire/checkpoint.ts';

/** What a peer says of one log; nothing of it is believed before it is verified. */
export interface PeerLog {
  origin: string;
  /** What has landed at the peer; its checkpoint may cover more. */
  seq: number;
  checkpoint: string;
}

/** Logs as they stood at one moment: a peer's, in the inbox at a fetched commit or behind its REST door, or those of a file. */
export interface LogSource {
  transport: 'dolt' | 'rest' | 'file';
  /** The commit of the peer's ledger, where there is one. */
  commit: string | undefined;
  logs(): Promise<PeerLog[]>;
  /** Entries `after` < seq ≤ `to` in order, in slices; ends early where the peer has no more. Throws SyncFailure. */
  entries(origin: string, after: number, to: number): AsyncIterable<LogEntry[]>;
}

/** The logs of a peer. */
export interface PeerSource extends LogSource {
  transport: 'dolt' | 'rest';
}

/** Bounds of what one sync takes from a peer. */
export const sourceLimits = {
  /** Logs that a peer may name. */
  logs: 10_000,
  /** Entries, and characters of their texts, of one log in one sync; a suffix is checked whole before it lands. */
  entries: 500_000,
  characters: 512_000_000,
} as const;
