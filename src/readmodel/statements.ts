import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** Statements that are kept: lists can be asked for in more ways than memory should be spent on. */
const kept = 500;

/** Statements of one connection, each prepared once, as long as it is in use. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Gives statements of this connection a function of their own. */
  define(name: string, value: (argument: SQLOutputValue) => SQLInputValue): void {
    this.#db.function(name, { directOnly: true }, value);
  }

  /** Rows as arrays of their columns. */
  all<Row extends SQLOutputValue[]>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as unknown as Row[];
  }

  get<Row extends SQLOutputValue[]>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as unknown as Row | undefined;
  }

  /** Rows one by one, on a statement of its own, so that several may be under way at once. */
  *iterate<Row extends SQLOutputValue[]>(sql: string, ...values: SQLInputValue[]): Generator<Row> {
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    for (const row of statement.iterate(...values)) yield row as unknown as Row;
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > kept) this.#forgetOldest();
    return statement;
  }

  /** The first is the one that was prepared longest ago: one that is in use is soon prepared again. */
  #forgetOldest(): void {
    for (const sql of this.#prepared.keys()) {
      this.#prepared.delete(sql);
      return;
    }
  }
}
