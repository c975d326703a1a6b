import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import type { Connection } from './connect.ts';
import { publicDatabases } from './public-server.ts';
import { doltFiles } from './server-files.ts';
import type { DoltServer } from './server.ts';

export interface GarbageOptions {
  /** The public server. */
  server: Pick<DoltServer, 'connect'>;
  dataDir: string;
  /** Grows with each commit: a node is calm while it stays what it was. */
  commits: () => number;
  log: Log;
  limits?: GarbageLimits;
}

/** Bytes that a database may have written since its last collection. */
export interface GarbageLimits {
  /** From here on it is collected when the node is calm, */
  calm: number;
  /** and from here on in any case. */
  most: number;
}

const MB = 1_000_000;
const defaultLimits: GarbageLimits = { calm: 128 * MB, most: 1_000 * MB };

/** Dolt's file of what was written since the last collection (its journal has this name in every database). */
const journal = join('.dolt', 'noms', 'v'.repeat(32));

/**
 * Has Dolt collect the garbage of its databases: what only uncommitted steps needed. Dolt would do it by itself at the first of
 * these limits, that is in the middle of whatever writes so much; at its end it holds every session up, for seconds on a
 * large ledger. So here it waits for a calm moment.
 */
export class Garbage {
  readonly #options: GarbageOptions;
  #commits = -1;
  #connection: Connection | undefined;
  #closed = false;

  constructor(options: GarbageOptions) {
    this.#options = options;
  }

  /** Collects what is due. The node was calm when nothing was committed since the round before. */
  async round(): Promise<void> {
    const { commits, limits = defaultLimits } = this.#options;
    const calm = commits() === this.#commits;
    for (const database of publicDatabases) {
      const size = this.#written(database);
      if (!this.#closed && (size >= limits.most || (calm && size >= limits.calm))) await this.#collect(database, size);
    }
    this.#commits = commits();
  }

  /** Ends a collection that is under way; Dolt then keeps what it had. */
  close(): void {
    this.#closed = true;
    this.#connection?.destroy();
  }

  async #collect(database: string, before: number): Promise<void> {
    const { server, log } = this.#options;
    const started = performance.now();
    const connection = await server.connect({ database });
    try {
      this.#connection = connection;
      if (!this.#closed) await connection.query('CALL DOLT_GC()');
    } finally {
      this.#connection = undefined;
      connection.destroy();
    }
    const milliseconds = Math.round(performance.now() - started);
    log.info({ database, before, after: this.#written(database), milliseconds }, 'garbage of a database collected');
  }

  #written(database: string): number {
    const { dir } = doltFiles(this.#options.dataDir).public;
    return statSync(join(dir, database, journal), { throwIfNoEntry: false })?.size ?? 0;
  }
}
