import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WastelandError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { bootstrap } from './bootstrap.ts';
import { recordDolt } from './run-file.ts';
import { doltFiles, type ServerFiles } from './server-files.ts';
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
  #discarded = false;

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

  /** Says that a database in it can be neither used nor dropped: the server stops as soon as nobody uses it, and all of them
   * go before the next start. */
  discard(): void {
    this.#discarded = true;
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
    if (this.#discarded) {
      this.#discarded = false;
      this.#wipe(files, 'a database in it can be neither used nor dropped');
    }
    const password = await bootstrap(bin, files, []);
    return supervise({
      bin,
      files,
      password,
      chooseRemotePort: async () => undefined,
      autoGc: true,
      inBackground: true,
      env,
      log: log.child({ dolt: 'quarantine' }),
      onSpawn: (identity, port) => recordDolt(dataDir, 'quarantine', { ...identity, port }),
      onStopped: () => recordDolt(dataDir, 'quarantine', undefined),
      // A program that is missing or a directory in use is no fault of what lies in it.
      repair: (error) => isUnavailable(error) && this.#wipe(files, error.message),
    });
  }

  /** Throws away all that peers gave: it is fetched again. One damaged database keeps the whole server from starting. */
  #wipe(files: ServerFiles, why: string): boolean {
    const { log } = this.#options;
    try {
      const databases = readdirSync(files.dir).filter((name) => !kept.has(name));
      for (const name of databases) {
        rmSync(join(files.dir, name), { recursive: true, force: true });
      }
      if (databases.length > 0) {
        log.warn({ databases: databases.length, why }, 'the quarantine is emptied; peers are fetched anew');
      }
      return databases.length > 0;
    } catch (error) {
      log.error({ err: error }, 'the quarantine could not be emptied');
      return false;
    }
  }

  #stopWhenIdle(): void {
    if (this.#users.size > 0 || this.#closed) {
      return;
    }
    clearTimeout(this.#idle);
    if (this.#discarded) {
      void this.#stop();
      return;
    }
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

/** What lies in a server's directory and is no database: accounts, this node's own files, and Dolt's note of its process. */
const kept: ReadonlySet<string> = new Set(['.doltcfg', '.server', '.dolt']);

function isUnavailable(error: Error): boolean {
  return error instanceof WastelandError && error.code === 'unavailable';
}
