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

  snapshot(): Snapshot {
    const tables = [...this.#tables.keys()].map((name) => [name, this.table(name).list('primary')]);
    return Object.fromEntries(tables) as Snapshot;
  }
}

interface Stored<Row> {
  key: Key;
  row: Row;
}

class MemoryTable<Row extends object> implements Table<Row> {
  readonly #shape: TableShape<Row>;
  readonly #rows = new Map<string, Stored<Row>>();
  /** For every index and every number of leading columns: their values → the rows. */
  readonly #indexes = new Map<string, Map<string, Map<string, Stored<Row>>>>();
  readonly #prefixes: { name: string; columns: (keyof Row & string)[] }[] = [];

  constructor(shape: TableShape<Row>) {
    this.#shape = shape;
    for (const [index, columns] of [['primary', shape.key] as const, ...Object.entries(shape.indexes)]) {
      for (let length = 1; length <= columns.length; length += 1) {
        const name = prefixName(index, length);
        this.#prefixes.push({ name, columns: columns.slice(0, length) });
        this.#indexes.set(name, new Map());
      }
    }
  }

  get(...key: Key): Row | undefined {
    return this.#rows.get(text(key))?.row;
  }

  put(row: Row): void {
    const stored = { row: this.#frozenCopy(row), key: this.#shape.key.map((column) => row[column] as string | number) };
    const key = text(stored.key);
    this.#unindex(key);
    this.#rows.set(key, stored);
    for (const { name, columns } of this.#prefixes) {
      const values = this.#values(stored.row, columns);
      if (values === undefined) continue;
      const index = this.#index(name);
      const found = index.get(values);
      if (found === undefined) index.set(values, new Map([[key, stored]]));
      else found.set(key, stored);
    }
  }

  delete(...key: Key): void {
    this.#unindex(text(key));
    this.#rows.delete(text(key));
  }

  list(index: string, ...values: Key): Row[] {
    const found = values.length === 0 ? this.#rows : this.#index(prefixName(index, values.length)).get(text(values));
    if (found === undefined) return [];
    return [...found.values()].sort((a, b) => compareKeys(a.key, b.key)).map((stored) => stored.row);
  }

  #unindex(key: string): void {
    const old = this.#rows.get(key);
    if (old === undefined) return;
    for (const { name, columns } of this.#prefixes) {
      const values = this.#values(old.row, columns);
      if (values === undefined) continue;
      const found = this.#index(name).get(values);
      found?.delete(key);
      if (found?.size === 0) this.#index(name).delete(values);
    }
  }

  #index(name: string): Map<string, Map<string, Stored<Row>>> {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new TypeError(`no index ${name}`);
    return index;
  }

  #values(row: Row, columns: (keyof Row & string)[]): string | undefined {
    const values = columns.map((column) => row[column]);
    return values.some((value) => value === null) ? undefined : text(values as Key);
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

function prefixName(index: string, length: number): string {
  return `${index}/${length}`;
}

/** Keys are identifiers, hashes and numbers: none holds a line feed; a number and a text never share a column. */
function text(values: Key): string {
  return values.join('\n');
}

function frozenJson(value: unknown): unknown {
  if (value === null) return null;
  return JSON.parse(JSON.stringify(value), (_name, member: unknown) => Object.freeze(member));
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
