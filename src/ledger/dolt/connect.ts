import type { Connection as CallbackConnection } from 'mysql2';
import type { Connection as PromiseConnection } from 'mysql2/promise';

/** One with promises, and the one with callbacks that it wraps: there at run time, and missing in mysql2's types. */
export interface Connection extends PromiseConnection {
  readonly connection: CallbackConnection;
}

export interface ConnectOptions {
  /** A database, `db/branch`, or `db/commit` (read-only). */
  database?: string;
  /** Several statements in one text are what an injection needs: only for migrations, and for the writer, whose texts are
   * constants and whose values are bound. */
  multipleStatements?: boolean;
}

export interface Endpoint {
  port: number;
  user: string;
  password: string;
}

/** Opens one connection to a Dolt server on this machine. BIGINTs come as numbers, times as text in UTC. */
export async function connect(endpoint: Endpoint, options: ConnectOptions = {}): Promise<Connection> {
  // Loaded when there is something to connect to: Dolt comes up meanwhile.
  const { createConnection } = await import('mysql2/promise');
  const connection = (await createConnection({
    host: '127.0.0.1',
    ...endpoint,
    ...(options.database === undefined ? {} : { database: options.database }),
    multipleStatements: options.multipleStatements ?? false,
    timezone: 'Z',
    dateStrings: true,
    connectTimeout: 10_000,
  })) as Connection;
  // A lost connection shows in the next statement; without a listener it would end the process.
  connection.on('error', () => {});
  await connection.query("SET time_zone = '+00:00'");
  return connection;
}
