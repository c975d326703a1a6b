import type { Connector } from '../../src/ledger/connection.ts';
import type { Connection } from '../../src/ledger/dolt/connect.ts';

/** The connection dies before the statement reaches Dolt, or after Dolt has done it and before it has answered; or Dolt
 * refuses the statement and the connection lives on. */
export type Fault = 'before' | 'after' | 'refused';

type Query = (sql: string, values: unknown, done: (error: Error | null, rows?: unknown) => void) => void;

/** A server whose connections fail at a chosen statement. */
export class FaultyServer implements Connector {
  readonly #server: Connector;
  #fault: { kind: Fault; statement: RegExp; passed: number } | undefined;
  /** How many faults there were. */
  struck = 0;

  constructor(server: Connector) {
    this.#server = server;
  }

  /** The next statement that matches meets this fault, after so many that pass; later ones don't. */
  strike(kind: Fault, statement: RegExp, passed = 0): void {
    this.#fault = { kind, statement, passed };
  }

  async connect(options?: Parameters<Connector['connect']>[0]): Promise<Connection> {
    const connection = await this.#server.connect(options);
    const core = connection.connection;
    const query = core.query.bind(core) as unknown as Query;
    const faulty: Query = (sql, values, done) => {
      const fault = this.#fault;
      if (fault?.statement.test(sql) !== true || fault.passed-- > 0) return query(sql, values, done);
      this.#fault = undefined;
      this.struck += 1;
      if (fault.kind === 'refused') return process.nextTick(done, new Error('Dolt refuses this statement'));
      const lose = (): void => {
        connection.destroy();
        done(Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }));
      };
      if (fault.kind === 'after') query(sql, values, lose);
      else process.nextTick(lose);
    };
    Object.assign(core, { query: faulty });
    return connection;
  }
}
