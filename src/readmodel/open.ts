import { hash } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { projectionVersion } from '../domain/project/version.ts';
import type { TableName } from '../domain/state.ts';
import { InUse } from './in-use.ts';
import { ReadModel } from './read-model.ts';
import type { ReadModelFile } from './read-model.ts';
import { Reader } from './reader.ts';
import { schemaSql } from './schema.ts';
import { WalCheckpoints } from './wal-checkpoints.ts';
import { WriteBack } from './write-back.ts';

/** What became of opening a read model. Whatever isn't `opened` is made anew from the ledger by the caller. */
export type Opened<T> =
  | { kind: 'opened'; model: T }
  | { kind: 'absent' }
  | { kind: 'damaged'; detail: string }
  | { kind: 'other_version'; found: string };

/** Milliseconds that a statement waits for another process's lock on the file. */
const lockTimeout = 5000;

/** Of rules and tables together: tables made by other code can't be trusted to mean the same. */
const version = `${projectionVersion} ${hash('sha256', schemaSql.join('\n')).slice(0, 16)}`;

const stopped = { kind: 'damaged', detail: 'the machine stopped while it was in use' } as const;

/**
 * Opens the read model for writing; a file that isn't there, or is empty, becomes a new one. No write waits for the disk, since
 * Dolt, which does, would wait for it too: after a stop of the machine the file is `damaged`.
 */
export function openReadModel(path: string): Opened<ReadModel> {
  const inUse = new InUse(path);
  if (inUse.lost) return stopped;
  inUse.set();
  closeSync(openSync(path, 'a', 0o600));
  return opened(() => {
    const db = new DatabaseSync(path, { timeout: lockTimeout });
    return checked(db, () => {
      db.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY',
      );
      if (db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined) makeTables(db);
      return (
        otherVersion(db) ?? damage(db, path) ?? { kind: 'opened', model: new ReadModel(db, fileOf(db, path, inUse)) }
      );
    });
  });
}

/** Opens an existing read model for reading only, also beside a running node. */
export function openReader(path: string): Opened<Reader> {
  if (!existsSync(path)) return { kind: 'absent' };
  if (new InUse(path).lost) return stopped;
  return opened(() => {
    const db = new DatabaseSync(path, { timeout: lockTimeout, readOnly: true });
    return checked(db, () => otherVersion(db) ?? { kind: 'opened', model: new Reader(db) });
  });
}

/** Deletes the file of a read model that nobody has open, so that the next opening makes a new one. */
export function removeReadModel(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  new InUse(path).remove();
}

function fileOf(db: DatabaseSync, path: string, inUse: InUse): ReadModelFile {
  const checkpoints = new WalCheckpoints(db, path);
  const writeBack = new WriteBack(path);
  return {
    openReader: (held) => readerOf(path, held),
    committed: () => {
      checkpoints.committed();
      writeBack.soon();
    },
    closing: () => checkpoints.close(),
    closed: () => {
      writeBack.close();
      inUse.clear();
    },
  };
}

function readerOf(path: string, held?: readonly TableName[]): Reader {
  const db = new DatabaseSync(path, { timeout: lockTimeout, readOnly: true });
  db.exec('PRAGMA cache_size = -65536');
  return new Reader(db, held);
}

function makeTables(db: DatabaseSync): void {
  db.exec('BEGIN');
  for (const sql of schemaSql) db.exec(sql);
  db.prepare("INSERT INTO meta (name, value) VALUES ('projection_version', ?)").run(version);
  db.exec('COMMIT');
}

function otherVersion(db: DatabaseSync): { kind: 'other_version'; found: string } | undefined {
  const found = metaValue(db, 'projection_version');
  return found === version ? undefined : { kind: 'other_version', found: found ?? '' };
}

function metaValue(db: DatabaseSync, name: string): string | undefined {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() === undefined) return undefined;
  return db.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.value as string | undefined;
}

/** Bytes that are checked in a moment; `checkFile` looks at larger files while they are in use. */
const soonChecked = 16_000_000;

/** Pages that a dying disk or a stray write has changed: found now rather than in the middle of a judgement. */
function damage(db: DatabaseSync, path: string): { kind: 'damaged'; detail: string } | undefined {
  if (statSync(path).size > soonChecked) return undefined;
  const result = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  return result.quick_check === 'ok' ? undefined : { kind: 'damaged', detail: result.quick_check };
}

function checked<T>(db: DatabaseSync, open: () => Opened<T>): Opened<T> {
  let result: Opened<T> | undefined;
  try {
    result = open();
    return result;
  } finally {
    if (result?.kind !== 'opened') db.close();
  }
}

/** SQLite's own complaints about the file are an answer here; everything else is an error. */
function opened<T>(open: () => Opened<T>): Opened<T> {
  try {
    return open();
  } catch (error) {
    const code = (error as { errcode?: number }).errcode;
    if (code !== undefined && damageCodes.has(code & 0xff)) return { kind: 'damaged', detail: String(error) };
    throw error;
  }
}

/** SQLITE_ERROR (a schema that can't be read), SQLITE_CORRUPT, SQLITE_NOTADB. */
const damageCodes: ReadonlySet<number> = new Set([1, 11, 26]);

export type { ReadModel };
