import type { LogEntry } from '../wire/checkpoint.ts';
import { WastelandError } from '../errors.ts';
import { DoltConnection, isConnectionLost } from './connection.ts';
import type { Connector, SqlValue } from './connection.ts';
import { readHeads } from './head.ts';
import type { LedgerHead } from './head.ts';
import { readPages } from './pages.ts';

/** Few: strangers stream logs through these, page by page in turn, and the writer needs the server too. */
const connections = 2;

/** Reads the ledger as it is committed. It has connections of its own and never writes. */
export class LogReader {
  readonly #server: Connector;
  readonly #database: string;
  readonly #connections: (Promise<DoltConnection> | undefined)[] = [];
  #turn = 0;
  #closed = false;

  /** `database` is `ledger`, or `ledger/<commit hash>` to read it as it was then. */
  constructor(server: Connector, database = 'ledger') {
    this.#server = server;
    this.#database = database;
  }

  /** Entries `after` < seq ≤ `to` of a log, in batches. */
  readEntries(origin: string, after: number, to: number): AsyncIterable<LogEntry[]> {
    return readPages(this, origin, after, to);
  }

  /** One entry, or undefined where the log holds none with that number. */
  async readEntry(origin: string, seq: number): Promise<LogEntry | undefined> {
    const sql = 'SELECT seq, logged_at, jws FROM events WHERE origin = ? AND seq = ?';
    return (await this.rows<LogEntry>(sql, [origin, seq]))[0];
  }

  /** What has landed of every log, in origin order. */
  async ledgerHead(): Promise<LedgerHead[]> {
    return await readHeads(this);
  }

  /** Rows of a SELECT. A connection that died while idle is replaced once: reading again harms nothing. Throws
   * `unavailable` while Dolt is away. */
  async rows<Row>(sql: string, values: SqlValue[] = []): Promise<Row[]> {
    try {
      return await (await this.#connection()).rows<Row>(sql, values);
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      return await this.#again<Row>(sql, values);
    }
  }

  async #again<Row>(sql: string, values: SqlValue[]): Promise<Row[]> {
    try {
      return await (await this.#connection()).rows<Row>(sql, values);
    } catch (cause) {
      if (!isConnectionLost(cause)) throw cause;
      throw new WastelandError('unavailable', "the ledger can't be read; try again in a moment", { cause });
    }
  }

  /** Closes its connections. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const opening of this.#connections.splice(0)) {
      const connection = await opening?.catch(() => undefined);
      await connection?.close();
    }
  }

  /** The next one in turn, opened when it isn't open. */
  async #connection(): Promise<DoltConnection> {
    if (this.#closed) throw new Error('the log reader is closed');
    this.#turn = (this.#turn + 1) % connections;
    const place = this.#turn;
    const seen = this.#connections[place];
    const kept = await seen?.catch(() => undefined);
    if (kept?.alive === true) return kept;
    // Of several that found it dead, the first opens the new one.
    const newer = this.#connections[place];
    const opening = newer === undefined || newer === seen ? DoltConnection.open(this.#server, this.#database) : newer;
    this.#connections[place] = opening;
    return await opening;
  }
}
