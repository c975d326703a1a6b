import { WastelandError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { bootstrap } from './bootstrap.ts';
import { recordDolt } from './run-file.ts';
import { doltFiles } from './server-files.ts';
import type { DoltServer } from './server.ts';
import { supervise } from './supervisor.ts';

export interface QuarantineOptions {
  dataDir: string;
  bin: string;
  log: Log;
  /** How long it may stand idle before it is stopped. */
  idleMs?: number;
  env?: Record<string, string>;
}

/** The Dolt server in which peers' data waits for verification (design section 6): started when someone needs it, stopped when
 * nobody has for a while, so that a hostile remote never touches the ledger's process. The public server is started before it. */
export class QuarantineServer {
  #options: QuarantineOptions;
  #server: Promise<DoltServer> | undefined;
  #users = new Set<Promise<unknown>>();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: QuarantineOptions) {
    this.#options = options;
  }

  /** The process that runs now; undefined when there is none. */
  async pid(): Promise<number | undefined> {
    return (await this.#server?.catch(() => undefined))?.pid;
  }

  /** Runs `work` with a running server, and keeps it running at least until the work is done. */
  async use<T>(work: (server: DoltServer) => Promise<T>): Promise<T> {
    if (this.#closed) {
      throw new WastelandError('unavailable', 'the quarantine server is closed');
    }
    clearTimeout(this.#idle);
    const used = this.#start().then(work);
    const settled = used.catch(() => {});
    this.#users.add(settled);
    try {
      return await used;
    } finally {
      this.#users.delete(settled);
      this.#stopWhenIdle();
    }
  }

  /** Stops the server now, under whoever still uses it, and starts none again. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#stop();
    await Promise.all(this.#users);
  }

  /** The running server, or a new one; a failed start is forgotten, so that the next use tries again. */
  #start(): Promise<DoltServer> {
    if (this.#server === undefined) {
      const starting = this.#launch();
      this.#server = starting;
      starting.catch(() => {
        if (this.#server === starting) {
          this.#server = undefined;
        }
      });
    }
    return this.#server;
  }

  async #launch(): Promise<DoltServer> {
    await this.#stopped;
    const { dataDir, bin, log, env } = this.#options;
    const files = doltFiles(dataDir).quarantine;
    const password = await bootstrap(bin, files, []);
    return supervise({
      bin,
      files,
      password,
      chooseRemotePort: async () => undefined,
      env,
      log: log.child({ dolt: 'quarantine' }),
      onSpawn: (identity, port) => recordDolt(dataDir, 'quarantine', { ...identity, port }),
      onStopped: () => recordDolt(dataDir, 'quarantine', undefined),
    });
  }

  #stopWhenIdle(): void {
    if (this.#users.size > 0 || this.#closed) {
      return;
    }
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#stop(), this.#options.idleMs ?? 60_000).unref();
  }

  /** The end of the last stop: two servers never share the directory. */
  #stopped: Promise<void> = Promise.resolve();

  #stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) {
      const stopping = server.then((running) => running.stop()).catch(() => {});
      this.#stopped = this.#stopped.then(() => stopping);
    }
    return this.#stopped;
  }
}
