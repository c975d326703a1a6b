import { WastelandError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { bootstrap } from './bootstrap.ts';
import { freePort, isFree } from './free-port.ts';
import { recordDolt, releaseRun } from './run-file.ts';
import { doltFiles } from './server-files.ts';
import type { DoltServer } from './server.ts';
import { supervise } from './supervisor.ts';
import { takeOver } from './takeover.ts';

export interface PublicServerOptions {
  dataDir: string;
  /** The Dolt binary. */
  bin: string;
  /** Port of the anonymous remotes; 0 takes a free one. */
  remotePort: number | 'off';
  log: Log;
  /** What Dolt's environment holds besides its own: proxies, certificate authorities. */
  env?: Record<string, string>;
  /** The address of whom commits are from; asked for as soon as DATA_DIR belongs to this process. */
  email?: () => Promise<string>;
  /** Called as soon as Dolt's process is there, long before it answers; after it died, again. */
  onSpawn?: () => void;
}

/** The databases that everyone may clone (design section 6). */
export const publicDatabases = ['ledger', 'commons'] as const;

/** Takes DATA_DIR over and starts the public Dolt server with `ledger` and `commons`. Throws `already_running` when another node
 * works there; after any failure no process is left. Stop it last of all: that gives DATA_DIR up. */
export async function startPublicServer(options: PublicServerOptions): Promise<DoltServer> {
  const { dataDir, bin, log } = options;
  await takeOver(dataDir, log);
  try {
    const files = doltFiles(dataDir).public;
    const password = await bootstrap(bin, files, publicDatabases, await options.email?.());
    return await supervise({
      bin,
      files,
      password,
      chooseRemotePort: () => chooseRemotePort(options.remotePort),
      // In a calm moment: garbage.ts.
      autoGc: false,
      env: options.env,
      log: log.child({ dolt: 'public' }),
      onSpawn: (identity, port) => {
        recordDolt(dataDir, 'public', { ...identity, port });
        options.onSpawn?.();
      },
      onStopped: () => releaseRun(dataDir),
    });
  } catch (error) {
    releaseRun(dataDir);
    throw error;
  }
}

async function chooseRemotePort(wanted: number | 'off'): Promise<number | undefined> {
  if (wanted === 'off') {
    return undefined;
  }
  if (wanted === 0) {
    return freePort();
  }
  if (!(await isFree(wanted))) {
    throw new WastelandError(
      'unavailable',
      `port ${wanted} for the Dolt remotes is in use: free it, or set WASTELAND_DOLT_REMOTE_PORT to another, 0 or off`,
    );
  }
  return wanted;
}
