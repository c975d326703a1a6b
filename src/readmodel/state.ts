import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { ColumnType } from '../domain/shapes.ts';
import type { Key, Rows, State, Table, TableName } from '../domain/state.ts';
import { foundOtherwise, shapeOf, tableNames } from './schema.ts';
import type { AnyShape } from './schema.ts';

/** Rows of one table that are kept at hand. */
const mostHeld = 5_000;

/**
 * `State` over one SQLite connection; statements are prepared once per table. Rows of the tables in `held` stay at hand once they
 * were read or written, until `forget`.
 */
export class SqliteState implements State {
  readonly #tables = new Map<TableName, SqliteTable>();

  constructor(db: DatabaseSync, held: readonly TableName[] = []) {
    for (const name of tableNames) this.#tables.set(name, new SqliteTable(db, name, held.includes(name)));
  }

  /** Changes were taken back, or made by other means or another connection: nothing that was at hand is certain. */
  forget(): void {
    for (const table of this.#tables.values()) table.forget();
  }

  table<Name extends TableName>(name: Name): Table<Rows[Name]> {
    return this.rows(name) as unknown as Table<Rows[Name]>;
  }

  /** The same table with its means for readers of this folder: columns, decoding, iteration. */
  rows(name: TableName): SqliteTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new TypeError(`no table ${name}`);
    return table;
  }
}

type Row = Record<string, unknown>;
type Decode = (value: SQLOutputValue) => unknown;

export class SqliteTable implements Table<Row> {
  readonly #db: DatabaseSync;
  readonly #name: TableName;
  readonly #shape: AnyShape;
  readonly #columns: string[];
  readonly #types: ColumnType[];
  readonly #decoders: Decode[];
  readonly #statements = new Map<string, StatementSync>();
  /** By key. */
  readonly #held: Map<string, Row> | undefined;
  #touched: ((row: Row) => void) | undefined;

  constructor(db: DatabaseSync, name: TableName, held: boolean) {
    this.#held = held ? new Map() : undefined;
    this.#db = db;
    this.#name = name;
    this.#shape = shapeOf(name);
    this.#columns = Object.keys(this.#shape.columns);
    this.#types = Object.values(this.#shape.columns);
    this.#decoders = this.#types.map((type) => decoders[type]);
  }

  get(...key: Key): Row | undefined {
    const held = this.#held?.get(key.join(' '));
    if (held !== undefined) return held;
    const found = this.#prepared('get', () => this.#select(`WHERE ${matching(this.#shape.key)}`)).get(...key);
    return found === undefined ? undefined : this.#hold(found as unknown as SQLOutputValue[]);
  }

  /** Writes the row, and nothing when it stands there already (then no index and no trigger is touched either). */
  put(row: Row): void {
    const values = this.#columns.map((column, position) => encode(this.#types[position] as ColumnType, row[column]));
    this.#prepared('put', () => this.#upsert()).run(...values);
    if (this.#held !== undefined) this.#hold(values as SQLOutputValue[]);
    this.#touched?.(row);
  }

  delete(...key: Key): void {
    const gone = this.#touched === undefined ? undefined : this.get(...key);
    if (gone !== undefined) this.#touched?.(gone);
    const sql = () => `DELETE FROM "${this.#name}" WHERE ${matching(this.#shape.key)}`;
    this.#prepared('delete', sql).run(...key);
    this.forget();
  }

  forget(): void {
    this.#held?.clear();
  }

  /** Is told each row that is written or deleted, also when it stays as it was. */
  watch(touched: (row: Row) => void): void {
    this.#touched = touched;
  }

  list(index: string, ...values: Key): Row[] {
    const found = this.#prepared(`list ${index} ${values.length}`, () => this.#list(index, values.length));
    return (found.all(...values) as unknown as SQLOutputValue[][]).map((row) => this.decode(row));
  }

  /** The rows with these keys, in any order: one statement instead of one a row. For tables with one key column. */
  getAll(keys: string[]): Row[] {
    const placeholders = keys.map(() => '?').join(', ');
    const sql = () =>
      `SELECT ${this.selection()} FROM "${this.#name}" WHERE "${this.#shape.key[0]}" IN (${placeholders})`;
    const found = this.#prepared(`all ${keys.length}`, sql).all(...keys);
    return (found as unknown as SQLOutputValue[][]).map((row) => this.decode(row));
  }

  /** Like `list`, row by row: for tables that don't fit into memory. */
  *iterate(index: string, ...values: Key): Generator<Row> {
    const statement = this.#db.prepare(this.#list(index, values.length));
    statement.setReturnArrays(true);
    for (const row of statement.iterate(...values)) yield this.decode(row as unknown as SQLOutputValue[]);
  }

  /** The columns of this table for a SELECT that ends in rows for `decode`. */
  selection(alias: string = this.#name): string {
    return this.#columns.map((column) => `"${alias}"."${column}"`).join(', ');
  }

  /** A row from the values of `selection`, in its order. */
  decode(values: SQLOutputValue[]): Row {
    const row: Row = {};
    for (let position = 0; position < this.#columns.length; position += 1) {
      const decoder = this.#decoders[position] as Decode;
      row[this.#columns[position] as string] = decoder(values[position] as SQLOutputValue);
    }
    return row;
  }

  #hold(values: SQLOutputValue[]): Row {
    const row = this.decode(values);
    if (this.#held === undefined) return row;
    if (this.#held.size >= mostHeld) this.#held.clear();
    this.#held.set(this.#shape.key.map((column) => row[column]).join(' '), Object.freeze(row));
    return row;
  }

  #list(index: string, length: number): string {
    const columns = index === 'primary' ? this.#shape.key : this.#shape.indexes[index];
    if (columns === undefined || length > columns.length) throw new TypeError(`no index ${index}/${length}`);
    // Named, or SQLite takes the primary key where it begins with one of the columns: that gives the order, row by row.
    const hint = index === 'primary' || length === 0 ? '' : ` INDEXED BY "${this.#name}_by_${index}"`;
    const where = `${hint} WHERE ${matching(columns.slice(0, length))}`;
    const found = (length > 0 && foundOtherwise.get(`${this.#name}_by_${index}`)) || where;
    return `${this.#select(found)} ORDER BY ${quoted(this.#shape.key).join(', ')}`;
  }

  #select(found: string): string {
    return `SELECT ${this.selection()} FROM "${this.#name}" ${found}`;
  }

  #upsert(): string {
    const { key } = this.#shape;
    const others = quoted(this.#columns.filter((column) => !key.includes(column)));
    const placeholders = this.#columns.map(() => '?').join(', ');
    const insert = `INSERT INTO "${this.#name}" (${quoted(this.#columns).join(', ')}) VALUES (${placeholders})`;
    const conflict = `ON CONFLICT (${quoted(key).join(', ')})`;
    if (others.length === 0) return `${insert} ${conflict} DO NOTHING`;
    const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
    const differs = others.map((column) => `"${this.#name}".${column} IS NOT excluded.${column}`).join(' OR ');
    return `${insert} ${conflict} DO UPDATE SET ${set} WHERE ${differs}`;
  }

  #prepared(name: string, sql: () => string): StatementSync {
    const known = this.#statements.get(name);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql());
    statement.setReturnArrays(true);
    this.#statements.set(name, statement);
    return statement;
  }
}

function quoted(columns: string[]): string[] {
  return columns.map((column) => `"${column}"`);
}

function matching(columns: string[]): string {
  return columns.length === 0 ? 'TRUE' : columns.map((column) => `"${column}" = ?`).join(' AND ');
}

const asItIs: Decode = (value) => value;
const decoders: Record<ColumnType, Decode> = {
  text: asItIs,
  integer: asItIs,
  boolean: (value) => (value === null ? null : value === 1),
  json: (value) => (value === null ? null : (JSON.parse(value as string) as unknown)),
};

function encode(type: ColumnType, value: unknown): SQLInputValue {
  if (value === undefined) throw new TypeError('a row without one of its columns');
  if (value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'boolean') return value === true ? 1 : 0;
  return value as string | number;
}
