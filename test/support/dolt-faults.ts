import type { Connector } from '../../src/ledger/connection.ts';
import type { Connection } from '../../src/ledger/dolt/connect.ts';

/** The connection dies before a text reaches Dolt, after so many statements of it, or after Dolt has done it whole and before it
 * has answered; or Dolt refuses the text and the connection lives on. */
export type Fault = 'before' | 'after' | 'refused' | { statements: number };

type Query = (sql: string, values: unknown, done: (error: Error | null, rows?: unknown) => void) => void;

/** A server whose connections fail at a chosen statement. */
export class FaultyServer implements Connector {
  readonly #server: Connector;
  #fault: { kind: Fault; statement: RegExp } | undefined;
  /** How many faults there were. */
  struck = 0;

  constructor(server: Connector) {
    this.#server = server;
  }

  /** The next text that matches meets this fault; later ones don't. */
  strike(kind: Fault, statement: RegExp): void {
    this.#fault = { kind, statement };
  }

  async connect(options?: Parameters<Connector['connect']>[0]): Promise<Connection> {
    const connection = await this.#server.connect(options);
    const core = connection.connection;
    const query = core.query.bind(core) as unknown as Query;
    const faulty: Query = (sql, values, done) => {
      const fault = this.#fault;
      if (fault?.statement.test(sql) !== true) return query(sql, values, done);
      this.#fault = undefined;
      this.struck += 1;
      if (fault.kind === 'refused') return process.nextTick(done, new Error('Dolt refuses this statement'));
      const lose = (): void => {
        connection.destroy();
        done(Object.assign(new Error('Connection lost'), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true }));
      };
      if (fault.kind === 'after') query(sql, values, lose);
      else if (typeof fault.kind === 'object') {
        const part = sql.split('; ').slice(0, fault.kind.statements).join('; ');
        query(part, (values as unknown[]).slice(0, part.split('?').length - 1), lose);
      } else process.nextTick(lose);
    };
    Object.assign(core, { query: faulty });
    return connection;
  }
}
