import type { ConnectOptions, Connection } from './connect.ts';

/** `starting` at first and again after it has died, until it answers. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** A Dolt server that is watched over: started, restarted on the same ports when it dies, stopped. */
export interface DoltServer {
  /** SQL, on loopback only. */
  readonly port: number;
  /** Anonymous clones, on all interfaces; absent when none are served. */
  readonly remotePort?: number;
  readonly user: string;
  readonly password: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  readonly state: ServerState;
  /** Opens a connection, which the caller ends; fails at once while the server is down. */
  connect(options?: ConnectOptions): Promise<Connection>;
  /** Calls `listener` each time after the server has been restarted and answers; returns what takes it back. */
  onRestart(listener: () => void): () => void;
  /** Ends the process that runs, so that another takes its place. */
  renew(): void;
  /** While it is down: tries to start it now, not after the next pause. */
  hurry(): void;
  /** Ends the process and the watching, and resolves when it is gone. */
  stop(): Promise<void>;
}
