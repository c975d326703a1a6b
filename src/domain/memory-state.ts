import { shapes } from './shapes.ts';
import type { TableShape } from './shapes.ts';
import type { Key, Rows, State, Table, TableName } from './state.ts';

/** All rows of all tables, each table in primary-key order: equal snapshots are equal states. */
export type Snapshot = { [Name in TableName]: Rows[Name][] };

/** `State` in maps, for tests, `verify` and `conformance`. Rows that it hands out are frozen. */
export class MemoryState implements State {
  readonly #tables = new Map<TableName, MemoryTable<object>>();

  constructor() {
    for (const name of Object.keys(shapes) as TableName[]) {
      this.#tables.set(name, new MemoryTable(shapes[name] as unknown as TableShape<object>));
    }
  }

  table<Name extends TableName>(name: Name): Table<Rows[Name]> {
    const table = this.#tables.get(name);
    if (table === undefined) throw new TypeError(`no table ${name}`);
    return table as unknown as Table<Rows[Name]>;
  }

  /** How many rows a table has. */
  size(name: TableName): number {
    return this.#tables.get(name)?.size ?? 0;
  }

  snapshot(): Snapshot {
    const tables = [...this.#tables.keys()].map((name) => [name, this.table(name).list('primary')]);
    return Object.fromEntries(tables) as Snapshot;
  }
}

class MemoryTable<Row extends object> implements Table<Row> {
  readonly #shape: TableShape<Row>;
  readonly #rows = new Map<string, Row>();
  /** Made when they are first asked for: most never are, and they would hold more than the rows. */
  readonly #indexes = new Map<string, MemoryIndex<Row>>();

  constructor(shape: TableShape<Row>) {
    this.#shape = shape;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(...key: Key): Row | undefined {
    return this.#rows.get(text(key));
  }

  put(row: Row): void {
    const copy = this.#frozenCopy(row);
    const key = text(this.#keyOf(copy));
    const old = this.#rows.get(key);
    this.#rows.set(key, copy);
    for (const index of this.#indexes.values()) {
      if (old !== undefined) index.delete(old);
      index.add(copy);
    }
  }

  delete(...key: Key): void {
    const old = this.#rows.get(text(key));
    if (old === undefined) return;
    this.#rows.delete(text(key));
    for (const index of this.#indexes.values()) index.delete(old);
  }

  list(name: string, ...values: Key): Row[] {
    const found = values.length === 0 ? [...this.#rows.values()] : this.#index(name, values.length).get(values);
    return found.length < 2 ? found : found.sort((a, b) => compareKeys(this.#keyOf(a), this.#keyOf(b)));
  }

  #index(name: string, length: number): MemoryIndex<Row> {
    const known = this.#indexes.get(`${name} ${length}`);
    if (known !== undefined) return known;
    const columns = name === 'primary' ? this.#shape.key : this.#shape.indexes[name];
    if (columns === undefined || length > columns.length) throw new TypeError(`no index ${name}/${length}`);
    const index = new MemoryIndex(columns.slice(0, length));
    for (const row of this.#rows.values()) index.add(row);
    this.#indexes.set(`${name} ${length}`, index);
    return index;
  }

  #keyOf(row: Row): Key {
    return this.#shape.key.map((column) => row[column] as string | number);
  }

  /** A row as the read model would give it back, so that both implementations show the same values. */
  #frozenCopy(row: Row): Row {
    const copy: Record<string, unknown> = {};
    for (const column of Object.keys(this.#shape.columns) as (keyof Row & string)[]) {
      const value: unknown = row[column];
      if (value === undefined) throw new TypeError(`no value for column ${column}`);
      copy[column] = this.#shape.columns[column] === 'json' ? frozenJson(value) : value;
    }
    return Object.freeze(copy) as Row;
  }
}

/** Rows by the values of some columns; one with a null there isn't found. */
class MemoryIndex<Row extends object> {
  readonly #columns: (keyof Row & string)[];
  /** Nearly all values belong to one row: it stands there without a set around it. */
  readonly #found = new Map<string, Row | Set<Row>>();

  constructor(columns: (keyof Row & string)[]) {
    this.#columns = columns;
  }

  get(values: Key): Row[] {
    const found = this.#found.get(text(values));
    if (found === undefined) return [];
    return found instanceof Set ? [...found] : [found];
  }

  add(row: Row): void {
    const values = this.#valuesOf(row);
    if (values === undefined) return;
    const found = this.#found.get(values);
    if (found === undefined) this.#found.set(values, row);
    else if (found instanceof Set) found.add(row);
    else this.#found.set(values, new Set([found, row]));
  }

  delete(row: Row): void {
    const values = this.#valuesOf(row);
    if (values === undefined) return;
    const found = this.#found.get(values);
    if (found instanceof Set && found.size > 1) found.delete(row);
    else this.#found.delete(values);
  }

  #valuesOf(row: Row): string | undefined {
    const values = this.#columns.map((column) => row[column]);
    return values.some((value) => value === null) ? undefined : text(values as Key);
  }
}

/** Keys are identifiers, hashes and numbers: none holds a line feed; a number and a text never share a column. */
function text(values: Key): string {
  return values.join('\n');
}

/** A copy as JSON gives it: without members that are undefined, and with no zero below zero. */
function frozenJson(value: unknown): unknown {
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenJson));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.freeze(Object.fromEntries(members.map(([name, member]) => [name, frozenJson(member)])));
}

/** The order of SQLite's BINARY collation, for keys in ASCII. */
function compareKeys(a: Key, b: Key): number {
  for (const [position, left] of a.entries()) {
    const right = b[position] as string | number;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
