import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WastelandError } from '../../errors.ts';
import { adminUser } from '../../ledger/dolt/bootstrap.ts';
import { connect } from '../../ledger/dolt/connect.ts';
import { findDolt } from '../../ledger/dolt/find-dolt.ts';
import { isRunning } from '../../ledger/dolt/process-identity.ts';
import { startPublicServer } from '../../ledger/dolt/public-server.ts';
import { readRun } from '../../ledger/dolt/run-file.ts';
import { doltFiles } from '../../ledger/dolt/server-files.ts';
import type { Connector } from '../../ledger/connection.ts';
import type { Log } from '../../log.ts';

/** A data directory, and where a Dolt for it may be found. */
export interface DataDir {
  dataDir: string;
  dolt: { bin?: string; path: string; cacheDir: string; env: Record<string, string> };
  log: Log;
}

/** The public Dolt of a data directory: a running node's, or one that was started for this and serves no remotes. */
export interface DataDirDolt extends Connector {
  /** A node works on this directory at the same time: nothing may be written. */
  nodeRuns: boolean;
  close(): Promise<void>;
}

/** Opens the Dolt of a data directory for reading, through the running one when there is one. */
export async function openDolt(options: DataDir): Promise<DataDirDolt> {
  checkPresent(options.dataDir);
  return runningDolt(options.dataDir) ?? (await startDolt(options));
}

/** Starts the Dolt of a data directory that no node works on, and keeps nodes out until it is closed; throws
 * `already_running` beside one. */
export async function startDolt({ dataDir, dolt, log }: DataDir): Promise<DataDirDolt> {
  checkPresent(dataDir);
  const { bin } = await findDolt({ ...dolt, scratch: dataDir });
  const server = await startPublicServer({ dataDir, bin, remotePort: 'off', log, env: dolt.env });
  return { nodeRuns: false, connect: (options) => server.connect(options), close: () => server.stop() };
}

/** The id of the process that works on a data directory, if one does. */
export function runningNode(dataDir: string): number | undefined {
  const node = readRun(dataDir)?.record?.node;
  return node !== undefined && isRunning(node) ? node.pid : undefined;
}

function runningDolt(dataDir: string): DataDirDolt | undefined {
  const dolt = readRun(dataDir)?.record?.dolts.public;
  // One that a crashed node left behind is ended and started anew by whoever takes the directory over.
  if (runningNode(dataDir) === undefined || dolt === undefined || !isRunning(dolt)) return undefined;
  const password = readFileSync(doltFiles(dataDir).public.password, 'utf8').trim();
  const endpoint = { port: dolt.port, user: adminUser, password };
  return { nodeRuns: true, connect: (options) => connect(endpoint, options), close: async () => undefined };
}

/** Nothing is made where nothing is: a mistyped path must not become a data directory. */
function checkPresent(dataDir: string): void {
  const { dir, password } = doltFiles(dataDir).public;
  if (existsSync(password) && existsSync(join(dir, 'ledger', '.dolt')) && existsSync(join(dir, 'commons', '.dolt'))) {
    return;
  }
  throw new WastelandError('not_found', `no node has run on ${dataDir} yet: is WASTELAND_DATA_DIR right?`);
}

/** Where the read model of a data directory is. */
export function readModelPath(dataDir: string): string {
  return join(dataDir, 'readmodel.sqlite');
}
