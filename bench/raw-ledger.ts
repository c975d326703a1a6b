import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2';
import { pino } from 'pino';
import { loadConfig } from '../src/config/config.ts';
import { processEnvironment } from '../src/config/env.ts';
import type { Connection } from '../src/ledger/dolt/connect.ts';
import { findDolt } from '../src/ledger/dolt/find-dolt.ts';
import { migrate } from '../src/ledger/dolt/migrate.ts';
import { startPublicServer } from '../src/ledger/dolt/public-server.ts';
import type { DoltServer } from '../src/ledger/dolt/server.ts';

const origin = 'A'.repeat(43);

/** The raw thing that an act is compared with: mysql2, the same two tables, the same rows, one DOLT_COMMIT an act. */
export class RawLedger {
  readonly #server: DoltServer;
  readonly #connection: Connection;
  readonly #dataDir: string;
  #seq = 0;
  #filling: Promise<void> = Promise.resolve();

  private constructor(server: DoltServer, connection: Connection, dataDir: string) {
    this.#server = server;
    this.#connection = connection;
    this.#dataDir = dataDir;
  }

  static async start(): Promise<RawLedger> {
    const dataDir = mkdtempSync(join(tmpdir(), 'wasteland-bench-raw-'));
    const found = await findDolt(loadConfig(processEnvironment()).dolt);
    const server = await startPublicServer({
      dataDir,
      bin: found.bin,
      remotePort: 'off',
      log: pino({ level: 'silent' }),
      // As it comes: what a node keeps from its Dolt for itself is no part of the raw thing.
      env: { GOMAXPROCS: String(availableParallelism()) },
    });
    await migrate(server, new URL('../migrations', import.meta.url).pathname);
    const connection = await server.connect({ database: 'ledger' });
    return new RawLedger(server, connection, dataDir);
  }

  get pid(): number {
    return this.#server.pid;
  }

  get entries(): number {
    return this.#seq;
  }

  /** One act: its row, the head of its log, one commit. */
  async act(token: string): Promise<void> {
    const seq = ++this.#seq;
    await this.#connection.query('START TRANSACTION');
    await this.#connection.query('INSERT INTO events (origin, seq, logged_at, jws) VALUES (?, ?, ?, ?)', [
      origin,
      seq,
      Date.now(),
      token,
    ]);
    await this.#head(seq, token);
    await this.#connection.query("CALL DOLT_COMMIT('-Am', 'act', '--author', 'bench <bench@localhost>')");
  }

  /** Many rows in one commit, to bring it to a size. */
  fill(tokens: readonly string[]): Promise<void> {
    this.#filling = this.#filling.then(() => this.#fill(tokens));
    return this.#filling;
  }

  async #fill(tokens: readonly string[]): Promise<void> {
    const rows = tokens.map((token) => [origin, ++this.#seq, Date.now(), token]);
    await this.#connection.query('START TRANSACTION');
    await this.#connection.query('INSERT INTO events (origin, seq, logged_at, jws) VALUES ?', [rows]);
    await this.#head(this.#seq, tokens[0] ?? '');
    await this.#connection.query("CALL DOLT_COMMIT('-Am', 'fill', '--author', 'bench <bench@localhost>')");
  }

  async #head(seq: number, token: string): Promise<void> {
    const root = seq.toString(16).padStart(64, '0');
    const head = [origin, seq, root, token.slice(0, 350)];
    await this.#connection.query('REPLACE INTO logs (origin, seq, root, checkpoint) VALUES (?, ?, ?, ?)', head);
  }

  /** Clones what a remote has now, so that a later `fetch` brings only what came since. */
  async prepareFetch(url: string): Promise<void> {
    await this.#connection.query('CREATE DATABASE IF NOT EXISTS fetched');
    await this.#connection.query('USE fetched');
    const [remotes] = await this.#connection.query<RowDataPacket[]>(
      "SELECT name FROM dolt_remotes WHERE name = 'origin'",
    );
    if (remotes.length === 0) await this.#connection.query("CALL DOLT_REMOTE('add', 'origin', ?)", [url]);
    await this.#connection.query("CALL DOLT_FETCH('origin', 'main')");
    await this.#connection.query('USE ledger');
  }

  /** A bare DOLT_FETCH. */
  async fetch(): Promise<void> {
    await this.#connection.query('USE fetched');
    await this.#connection.query("CALL DOLT_FETCH('origin', 'main')");
    await this.#connection.query('USE ledger');
  }

  async stop(): Promise<void> {
    await this.#connection.end();
    await this.#server.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
