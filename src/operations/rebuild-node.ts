import { publish } from '../commons/publication.ts';
import { WastelandError } from '../errors.ts';
import { authorOf } from '../ledger/author.ts';
import { DoltConnection } from '../ledger/connection.ts';
import { writerLock } from '../ledger/dolt/takeover.ts';
import { catchUp } from '../ledger/replay.ts';
import type { Progress } from '../ledger/replay.ts';
import { Signatures } from '../ledger/signatures.ts';
import { openReadModel, removeReadModel } from '../readmodel/open.ts';
import type { ReadModel } from '../readmodel/open.ts';
import { readModelPath, startDolt } from './data-dir/open-dolt.ts';
import type { DataDir, DataDirDolt } from './data-dir/open-dolt.ts';
import { withConnection } from './data-dir/published-vector.ts';

export interface RebuildOptions extends DataDir {
  onProgress?: Progress;
}

export interface Rebuilt {
  /** Entries judged anew. */
  entries: number;
  /** Rows of the commons written anew. */
  rows: number;
}

/**
 * Throws read model and commons away and makes them anew from the ledger, which is all that they ever come from. Throws
 * `already_running` while a node works on the directory, and keeps one out until it is done.
 */
export async function rebuildDataDir(options: RebuildOptions): Promise<Rebuilt> {
  const dolt = await startDolt(options);
  try {
    const ledger = await DoltConnection.open(dolt, 'ledger');
    try {
      if (!(await ledger.lock(writerLock, 3))) {
        throw new WastelandError('already_running', 'somebody else holds the lock of this ledger');
      }
      return await rebuild(options, ledger, dolt);
    } finally {
      await ledger.close();
    }
  } finally {
    await dolt.close();
  }
}

async function rebuild(options: RebuildOptions, ledger: DoltConnection, dolt: DataDirDolt): Promise<Rebuilt> {
  const path = readModelPath(options.dataDir);
  removeReadModel(path);
  const opened = openReadModel(path);
  if (opened.kind !== 'opened') throw new WastelandError('unavailable', `${path} can't be made: ${opened.kind}`);
  const readModel = opened.model;
  try {
    const { log, onProgress } = options;
    const entries = await catchUp(ledger, {
      readModel,
      signatures: new Signatures(),
      log,
      unread: true,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return { entries, rows: await publishAnew(readModel, dolt) };
  } finally {
    readModel.close();
  }
}

async function publishAnew(readModel: ReadModel, dolt: DataDirDolt): Promise<number> {
  return await withConnection(dolt, 'commons', async (connection) => {
    const reader = readModel.still();
    let publication;
    try {
      publication = await publish(connection, reader, { author: authorOf('rebuild'), anew: true });
    } finally {
      reader.close();
    }
    readModel.begin();
    try {
      readModel.clearPublished(publication.marks, publication.vector);
      readModel.commit();
    } catch (error) {
      readModel.rollback();
      throw error;
    }
    return publication.rows;
  });
}
