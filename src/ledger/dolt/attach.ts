import { readFileSync } from 'node:fs';
import { adminUser } from './bootstrap.ts';
import { connect, type ConnectOptions, type Connection } from './connect.ts';
import { isRunning } from './process-identity.ts';
import { readRun } from './run-file.ts';
import { doltFiles } from './server-files.ts';

/** A public Dolt server that another process runs. */
export interface AttachedServer {
  readonly pid: number;
  readonly port: number;
  connect(options?: ConnectOptions): Promise<Connection>;
}

/** The public Dolt server that runs on DATA_DIR now, for commands beside a node; undefined when there is none, and one may be
 * started. It isn't ours to stop. */
export function attachPublicServer(dataDir: string): AttachedServer | undefined {
  const dolt = readRun(dataDir)?.record?.dolts.public;
  if (dolt === undefined || !isRunning(dolt)) {
    return undefined;
  }
  const { pid, port } = dolt;
  const password = readFileSync(doltFiles(dataDir).public.password, 'utf8').trim();
  return { pid, port, connect: (options) => connect({ port, user: adminUser, password }, options) };
}

/** The process id of the node that runs on DATA_DIR; undefined when there is none. */
export function runningNode(dataDir: string): number | undefined {
  const node = readRun(dataDir)?.record?.node;
  return node && isRunning(node) ? node.pid : undefined;
}
