import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { WastelandError } from '../errors.ts';
import { migrations } from './migrations.ts';

/**
 * Opens node.sqlite and brings it to the newest version: durable at every commit (`synchronous = FULL`), readable by its
 * owner alone. One that a newer program has written is refused with `database_newer`.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') restrict(path);
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The file exists with its mode before anything secret is in it; SQLite gives its WAL the same mode. */
function restrict(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

function migrate(database: DatabaseSync): void {
  const from = versionOf(database);
  if (from > migrations.length) {
    throw new WastelandError(
      'database_newer',
      `node.sqlite is of version ${from}, this program knows ${migrations.length}: start the newer program`,
    );
  }
  migrations.slice(from).forEach((sql, index) => {
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${from + index + 1}; COMMIT;`);
  });
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.['user_version'] ?? 0);
}
