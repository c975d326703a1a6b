import type { Connector } from '../../src/ledger/connection.ts';
import type { Connection } from '../../src/ledger/dolt/connect.ts';

/** The connection dies before the statement reaches Dolt, or after Dolt has done it and before it has answered; or Dolt
 * refuses the statement and the connection lives on. */
export type Fault = 'before' | 'after' | 'refused';

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
    const query = connection.query.bind(connection) as unknown as (sql: string, values: unknown) => Promise<never>;
    const faulty = async (sql: string, values: unknown): Promise<never> => {
      const fault = this.#fault;
      if (fault?.statement.test(sql) !== true || fault.passed-- > 0) return await query(sql, values);
      this.#fault = undefined;
      this.struck += 1;
      if (fault.kind === 'refused') throw new Error('Dolt refuses this statement');
      if (fault.kind === 'after') await query(sql, values);
      connection.destroy();
      throw Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true });
    };
    Object.assign(connection, { query: faulty });
    return connection;
  }
}
