import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { loadSecrets } from './config/secrets.ts';
import type { Secrets } from './config/secrets.ts';
import { emailOf } from './ledger/author.ts';
import { findDolt } from './ledger/dolt/find-dolt.ts';
import { startPublicServer } from './ledger/dolt/public-server.ts';
import type { DoltServer } from './ledger/dolt/server.ts';
import type { Log } from './log.ts';
import { identifyNode } from './operations/identify-node.ts';

/** A data directory that this process alone works on, with its public Dolt running. */
export interface DataDir {
  config: Config;
  log: Log;
  secrets: Secrets;
  /** What every Dolt of it is started with. */
  dolt: { dataDir: string; bin: string; log: Log; env: Record<string, string> };
  /** Stopping it gives the directory up. */
  server: DoltServer;
}

/**
 * Takes the data directory over and starts its Dolt, which needs half a second until it answers: as soon as there is its
 * process, `load` gets on with what else a start needs. After a failure of either nothing is left running.
 */
export async function openDataDir<T>(
  config: Config,
  log: Log,
  load: () => Promise<T>,
  clock: Clock = systemClock,
): Promise<{ opened: DataDir; loaded: T }> {
  const { dataDir } = config;
  const secrets = loadSecrets({ dataDir, ...(config.secret === undefined ? {} : { secret: config.secret }) });
  const { bin } = await findDolt({ ...config.dolt, scratch: dataDir });
  const dolt = { dataDir, bin, log, env: config.dolt.env };
  let loading: Promise<T> | undefined;
  const onSpawn = (): void => {
    loading ??= load();
    loading.catch(() => undefined);
  };
  const { secret } = secrets;
  const email = async (): Promise<string> => emailOf(await identifyNode({ dataDir, name: config.name, secret, clock }));
  const server = await startPublicServer({ ...dolt, remotePort: config.dolt.remotePort, email, onSpawn });
  try {
    return { opened: { config, log, secrets, dolt, server }, loaded: await (loading ?? load()) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
