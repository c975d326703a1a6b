import type { QueryResult, RowDataPacket } from 'mysql2';
import type { Connection } from './dolt/connect.ts';
import type { DoltServer } from './dolt/server.ts';

/** What opens connections to a Dolt server as the node's own account. */
export type Connector = Pick<DoltServer, 'connect'>;

export type SqlValue = string | number | null;

/** One statement of our own text, its values bound by the client. */
export interface Statement {
  sql: string;
  values: SqlValue[];
}

/** A server that says nothing for so long, in milliseconds, is as good as gone; a garbage collection takes less. */
const timeout = 60_000;

/** One connection to a Dolt database, with the few things that everybody here does with one. Never from a pool. */
export class DoltConnection {
  readonly #connection: Connection;
  readonly #connectionId: number;
  readonly #ended = Promise.withResolvers<void>();
  #alive = true;

  private constructor(connection: Connection, connectionId: number) {
    this.#connection = connection;
    this.#connectionId = connectionId;
    // The stream's own errors come here, also while nothing is asked; without a listener they would end the process.
    // The socket is left to mysql2: destroyed now, it would never answer the statement that is under way.
    connection.on('error', () => this.#end());
    connection.on('end', () => this.#end());
  }

  /** Opens a connection to `database` (`ledger`, `ledger/<branch>` or `ledger/<commit hash>`). */
  static async open(
    server: Connector,
    database: string,
    options: { multipleStatements?: boolean } = {},
  ): Promise<DoltConnection> {
    const connection = await server.connect({ database, ...options });
    try {
      const [rows] = await connection.query<RowDataPacket[]>('SELECT CONNECTION_ID() AS id');
      return new DoltConnection(connection, Number(rows[0]?.['id']));
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  /** False once the server or we have closed it, and after any error that closes one. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves once it isn't alive any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** The server's number of this session, for KILL. */
  get id(): number {
    return this.#connectionId;
  }

  /** Rows of a SELECT, values bound by the client: for what `execute` can't do in Dolt too. */
  async rows<Row>(sql: string, values: SqlValue[] = []): Promise<Row[]> {
    return (await this.#ask(sql, values)) as Row[];
  }

  /** Runs a statement whose answer is of no interest (also `CALL DOLT_…`, which answers with rows). */
  async run(sql: string, values: SqlValue[] = []): Promise<void> {
    await this.#ask(sql, values);
  }

  /** Runs statements one after the other until one fails, several as one text where the connection was opened for it. */
  async runAll(statements: readonly Statement[]): Promise<void> {
    const sql = statements.map((statement) => statement.sql).join('; ');
    await this.#ask(
      sql,
      statements.flatMap(({ values }) => values),
    );
  }

  /** Whether this session now has the named lock; waits for it up to so many seconds. */
  async lock(name: string, seconds: number): Promise<boolean> {
    const [row] = await this.rows<{ got: number | null }>('SELECT GET_LOCK(?, ?) AS got', [name, seconds]);
    return row?.got === 1;
  }

  /** Closes the session in good order; what it had not committed is gone. */
  async close(): Promise<void> {
    if (!this.#alive) {
      this.abandon();
      return;
    }
    this.#end();
    await this.#connection.end().catch(() => this.#connection.destroy());
  }

  /** Lets go of the socket without a word: the session's state isn't known any more. */
  abandon(): void {
    this.#end();
    this.#connection.destroy();
  }

  #end(): void {
    this.#alive = false;
    this.#ended.resolve();
  }

  /** By callback: mysql2's promises take a stack trace for each statement. */
  #ask(sql: string, values: SqlValue[]): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        if (isConnectionLost(error)) this.abandon();
        reject(error);
      };
      // Not mysql2's own timeout: its timer outlives a connection that dies.
      const silence = setTimeout(() => fail(new Silence()), timeout);
      this.#connection.connection.query(sql, values, (error, result) => {
        clearTimeout(silence);
        if (error === null) resolve(result);
        else fail(error);
      });
    });
  }
}

class Silence extends Error {
  constructor() {
    super(`Dolt has not answered for ${timeout} ms`);
    this.name = 'Silence';
  }
}

const lostCodes: ReadonlySet<string> = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE']);

/** Whether after this error the session is gone: mysql2's fatal ones, and a garbage collection that closed it (1105). */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof Silence) return true;
  if (!(error instanceof Error)) return false;
  const { code, errno, fatal } = error as Error & { code?: string; errno?: number; fatal?: boolean };
  if (fatal === true || lostCodes.has(code ?? '')) return true;
  if (error.message.includes('connection is in closed state')) return true;
  return errno === 1105 && error.message.includes('online garbage collection');
}
