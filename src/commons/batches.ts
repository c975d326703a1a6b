import type { Connection } from 'mysql2/promise';
import type { CommonsTable } from '../domain/project/rows.ts';
import { columnsOf, encodeRow } from './encode.ts';
import type { SqlValue } from './encode.ts';

/** A statement has this many rows, or a power of two below it, so that few different ones are ever prepared. */
const largest = 64;

/** Rows after which a transaction ends and the next one begins. */
const partRows = 250;

/**
 * Writes in short transactions, the last of which stays open for DOLT_COMMIT. While Dolt takes a transaction's rows into a
 * database's store, no other transaction of the server can begin, not even one on another database: all rows at once would
 * keep an act waiting for a quarter of a second (6,000 of 100,000 rows), a thousand at once for a tenth.
 */
export class Parts {
  readonly connection: Connection;
  #rows = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  async execute(sql: string, values: SqlValue[], rows: number): Promise<void> {
    await this.connection.execute(sql, values);
    this.#rows += rows;
    if (this.#rows < partRows) return;
    await this.connection.query('COMMIT');
    await this.connection.query('START TRANSACTION');
    this.#rows = 0;
  }
}

/** Changes of one table, written in batches as they come. */
export class TableBatch {
  readonly #parts: Parts;
  readonly #table: CommonsTable;
  #rows: unknown[][] = [];
  #keys: string[] = [];
  #written = 0;

  constructor(parts: Parts, table: CommonsTable) {
    this.#parts = parts;
    this.#table = table;
  }

  /** Rows replaced and deleted so far, those not yet sent included. */
  get size(): number {
    return this.#written + this.#rows.length + this.#keys.length;
  }

  async replace(row: unknown[]): Promise<void> {
    this.#rows.push(row);
    if (this.#rows.length >= largest) await this.flush();
  }

  async delete(key: string): Promise<void> {
    this.#keys.push(key);
    if (this.#keys.length >= largest) await this.flush();
  }

  /** Sends what has come; deletions first, so that a row that left can't stand in the way of one that came. */
  async flush(): Promise<void> {
    for (const keys of powersOfTwo(this.#keys)) await this.#delete(keys);
    for (const rows of powersOfTwo(this.#rows)) await this.#replace(rows);
    this.#written += this.#keys.length + this.#rows.length;
    this.#keys = [];
    this.#rows = [];
  }

  async #delete(keys: string[]): Promise<void> {
    const placeholders = keys.map(() => '?').join(', ');
    const key = columnsOf(this.#table)[0]?.name as string;
    const sql = `DELETE FROM \`${this.#table}\` WHERE \`${key}\` IN (${placeholders})`;
    await this.#parts.execute(sql, keys, keys.length);
  }

  async #replace(rows: unknown[][]): Promise<void> {
    const columns = columnsOf(this.#table);
    const names = columns.map(({ name }) => `\`${name}\``).join(', ');
    const placeholders = `(${columns.map(() => '?').join(', ')})`;
    const values: SqlValue[] = rows.flatMap((row) => encodeRow(this.#table, row));
    const sql = `REPLACE INTO \`${this.#table}\` (${names}) VALUES ${rows.map(() => placeholders).join(', ')}`;
    await this.#parts.execute(sql, values, rows.length);
  }
}

function* powersOfTwo<T>(list: T[]): Generator<T[]> {
  let size = largest;
  for (let from = 0; from < list.length; from += size) {
    while (size > list.length - from) size /= 2;
    yield list.slice(from, from + size);
  }
}
