import type { RowSource } from '../ledger/pages.ts';
import { SyncFailure } from './sync-failure.ts';

/**
 * Whether a peer's tables are those of protocol.md section 4. A commit can hold views, generated columns and other
 * collations under the same names: what is read from them would be what the peer's SQL says, evaluated on our side.
 */

interface Shape {
  columns: Record<string, string>;
  key: string[];
}

const ascii = 'CHARACTER SET ascii COLLATE ascii_bin';

const tables: Record<string, Shape> = {
  events: {
    columns: {
      origin: `varchar(43) ${ascii}`,
      seq: 'bigint',
      logged_at: 'bigint',
      jws: `varchar(16000) ${ascii}`,
    },
    key: ['origin', 'seq'],
  },
  logs: {
    columns: {
      origin: `varchar(43) ${ascii}`,
      seq: 'bigint',
      root: `char(64) ${ascii}`,
      checkpoint: `varchar(16000) ${ascii}`,
    },
    key: ['origin'],
  },
};

/** Throws `bad_tables` when `events` or `logs` at this commit isn't a base table of exactly that shape. */
export async function checkTables(source: RowSource): Promise<void> {
  const types = new Map<string, string>();
  for (const row of await source.rows<Record<string, string>>('SHOW FULL TABLES')) {
    const [name, type] = Object.values(row);
    if (name !== undefined && type !== undefined) types.set(name, type);
  }
  for (const [name, shape] of Object.entries(tables)) {
    const type = types.get(name) ?? 'missing';
    if (type !== 'BASE TABLE') throw new SyncFailure('bad_tables', `${name} is no base table (${type.toLowerCase()})`);
    await checkColumns(source, name, shape);
    await checkKey(source, name, shape);
    await checkPlain(source, name);
  }
}

async function checkColumns(source: RowSource, table: string, shape: Shape): Promise<void> {
  const rows = await source.rows<{ Field: string; Type: string }>(`SHOW FULL COLUMNS FROM \`${table}\``);
  // Dolt says charset and collation in `Type` wherever they aren't its default; its column `Collation` isn't to be trusted.
  const found = rows.map(({ Field, Type }) => `${Field} ${Type}`).sort();
  const wanted = Object.entries(shape.columns)
    .map(([column, type]) => `${column} ${type}`)
    .sort();
  if (found.join('\n') === wanted.join('\n')) return;
  throw new SyncFailure('bad_tables', `${table} has the columns ${found.join(', ').slice(0, 500)}`);
}

async function checkKey(source: RowSource, table: string, shape: Shape): Promise<void> {
  const rows = await source.rows<{ Key_name: string; Seq_in_index: number; Column_name: string }>(
    `SHOW INDEX FROM \`${table}\``,
  );
  const key = rows
    .filter(({ Key_name }) => Key_name === 'PRIMARY')
    .sort((a, b) => a.Seq_in_index - b.Seq_in_index)
    .map(({ Column_name }) => Column_name);
  if (key.join() === shape.key.join()) return;
  throw new SyncFailure('bad_tables', `${table} has the primary key (${key.join(', ').slice(0, 200)})`);
}

/** Generated columns show nowhere else in this version of Dolt. */
async function checkPlain(source: RowSource, table: string): Promise<void> {
  const [row] = await source.rows<Record<string, string>>(`SHOW CREATE TABLE \`${table}\``);
  const text = row?.['Create Table'] ?? '';
  if (text !== '' && !/\bGENERATED\b/i.test(text)) return;
  throw new SyncFailure('bad_tables', `${table} has generated columns`);
}
