import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import { adminUser } from './bootstrap.ts';
import { connect, type ConnectOptions, type Connection } from './connect.ts';
import { launch, PortTaken, type DoltProcess, type LaunchOptions } from './dolt-process.ts';
import { freePort } from './free-port.ts';
import { boundLog } from './log-file.ts';
import type { DoltServer, ServerState } from './server.ts';
import { maxConnections } from './server-config.ts';

const portAttempts = 5;
const firstBackoffMs = 100;
const longestBackoffMs = 10_000;
/** A server that lived this long starts its backoff anew. */
const healthyMs = 60_000;
const upkeepMs = 15_000;

export interface SupervisorOptions extends Omit<LaunchOptions, 'port' | 'remotePort' | 'signal'> {
  log: Log;
  /** Names the port of the anonymous remotes, again after a collision; undefined for none. */
  chooseRemotePort(): Promise<number | undefined>;
  /** Called after a start that failed, again or for the first time: takes away what may stand in its way, and says whether
   * there was anything. Never throws. */
  repair?(error: Error): boolean;
  /** Called once, when the server has been stopped for good. */
  onStopped(): void;
}

/** Starts a Dolt server on a free loopback port and keeps it running until it is stopped. */
export async function supervise(options: SupervisorOptions): Promise<DoltServer> {
  for (let attempt = 1; ; attempt += 1) {
    const ports = { port: await freePort('127.0.0.1'), remotePort: await options.chooseRemotePort() };
    try {
      return new SupervisedServer(options, ports, await launch({ ...options, ...ports }));
    } catch (error) {
      const another = error instanceof PortTaken || (attempt === 1 && options.repair?.(error as Error) === true);
      if (!another || attempt === portAttempts) {
        throw error;
      }
    }
  }
}

interface Ports {
  port: number;
  remotePort: number | undefined;
}

class SupervisedServer implements DoltServer {
  readonly port: number;
  readonly remotePort?: number;
  readonly user = adminUser;
  readonly password: string;
  #options: SupervisorOptions;
  #process: DoltProcess;
  #state: ServerState = 'running';
  #listeners = new Set<() => void>();
  /** Ends the pause before the next start. */
  #endPause: (() => void) | undefined;
  /** The process ends because we want another. */
  #renewing = false;
  #stopping = new AbortController();
  #watching: Promise<void>;
  #upkeep: NodeJS.Timeout;
  #upkeepConnection: Connection | undefined;

  constructor(options: SupervisorOptions, ports: Ports, first: DoltProcess) {
    this.#options = options;
    this.#process = first;
    this.port = ports.port;
    this.password = options.password;
    if (ports.remotePort !== undefined) {
      this.remotePort = ports.remotePort;
    }
    this.#watching = this.#watch();
    this.#upkeep = setInterval(() => void this.#keepUp(), upkeepMs).unref();
  }

  get pid(): number {
    return this.#process.identity.pid;
  }

  get state(): ServerState {
    return this.#state;
  }

  connect(options: ConnectOptions = {}): Promise<Connection> {
    return connect({ port: this.port, user: this.user, password: this.password }, options);
  }

  onRestart(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  renew(): void {
    if (this.#state !== 'running') return;
    this.#renewing = true;
    this.#process.stop().catch((error: unknown) => this.#options.log.error({ err: error }, 'Dolt could not be ended'));
  }

  hurry(): void {
    this.#endPause?.();
  }

  async stop(): Promise<void> {
    if (!this.#stopping.signal.aborted) {
      this.#stopping.abort();
      clearInterval(this.#upkeep);
      this.#upkeepConnection?.destroy();
      await this.#process.stop();
    }
    await this.#watching;
  }

  /** Restarts the process whenever it ends, waiting longer each time that it doesn't live, until we are stopped. */
  async #watch(): Promise<void> {
    const { log } = this.#options;
    let backoff = firstBackoffMs;
    let since = Date.now();
    while (!this.#stopping.signal.aborted) {
      const how = await this.#process.ended;
      if (this.#stopping.signal.aborted) {
        break;
      }
      this.#state = 'starting';
      backoff = this.#renewing || Date.now() - since > healthyMs ? firstBackoffMs : backoff;
      if (this.#renewing) log.info({ pid: this.pid, how }, 'Dolt is started anew');
      else log.error({ pid: this.pid, how, retryInMs: backoff }, 'Dolt has ended unexpectedly and is started again');
      this.#renewing = false;
      backoff = await this.#restart(backoff);
      since = Date.now();
    }
    this.#state = 'stopped';
    this.#options.onStopped();
  }

  /** Tries until a new process answers or we are stopped; returns the next backoff. */
  async #restart(backoff: number): Promise<number> {
    const { log } = this.#options;
    for (let wait = backoff; ;) {
      await this.#pause(wait);
      wait = Math.min(wait * 2, longestBackoffMs);
      if (this.#stopping.signal.aborted) {
        return wait;
      }
      try {
        this.#process = await launch({
          ...this.#options,
          port: this.port,
          remotePort: this.remotePort,
          signal: this.#stopping.signal,
        });
      } catch (error) {
        if (!this.#stopping.signal.aborted) {
          log.error({ err: error, retryInMs: wait }, 'Dolt could not be started again');
          if (!(error instanceof PortTaken)) {
            this.#options.repair?.(error as Error);
          }
        }
        continue;
      }
      if (this.#stopping.signal.aborted) {
        await this.#process.stop();
        return wait;
      }
      this.#state = 'running';
      log.info({ pid: this.pid }, 'Dolt runs again');
      this.#tellListeners();
      return wait;
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const hurried = new AbortController();
    this.#endPause = () => hurried.abort();
    const signal = AbortSignal.any([hurried.signal, this.#stopping.signal]);
    await delay(milliseconds, undefined, { signal }).catch(() => {});
    this.#endPause = undefined;
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener to the restart of Dolt failed');
      }
    }
  }

  /** The anonymous account may set global variables from this machine (dolt.md), so the limit is set again and again. */
  async #keepUp(): Promise<void> {
    try {
      boundLog(this.#options.files.log);
      if (this.#state !== 'running') {
        return;
      }
      this.#upkeepConnection ??= await this.connect();
      await this.#upkeepConnection.query(`SET GLOBAL max_connections = ${maxConnections}`);
    } catch (error) {
      this.#upkeepConnection?.destroy();
      this.#upkeepConnection = undefined;
      this.#options.log.debug({ err: error }, 'upkeep of Dolt failed');
    }
  }
}
