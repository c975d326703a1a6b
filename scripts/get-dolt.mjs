// Puts Dolt into the user's cache: built from the Go module that tools/dolt pins with its checksums, else downloaded.
import { join } from 'node:path';
import { downloadDolt } from './download-dolt.mjs';
import { fillCache } from './fill-cache.mjs';
import { DOLT_MINIMUM, DOLT_VERSION, cachedDolt, findDolt, readVersion, userCacheDir } from './find-dolt.mjs';
import { GO_MINIMUM, buildWithGo, whyNoGo } from './go.mjs';
import { SetupError, say, withProgress } from './progress.mjs';
import { tail } from './run.mjs';

const WAYS_OUT = `Install Go ${GO_MINIMUM} or newer, or put a dolt >= ${DOLT_MINIMUM} on PATH, or name one with WASTELAND_DOLT_BIN.`;

/** Makes sure that there is a Dolt for this user; resolves with its path. */
export async function getDolt(root, env) {
  const cacheDir = userCacheDir(env);
  const places = { bin: env['WASTELAND_DOLT_BIN'], path: env['PATH'], cacheDir };
  const look = () =>
    findDolt(places).catch((error) => {
      throw new SetupError(error.message);
    });
  const found = await look();
  if (found) {
    return found.bin;
  }
  await fillCache(cachedDolt(cacheDir), (fresh) => make(root, env, fresh));
  return (await look()).bin;
}

async function make(root, env, fresh) {
  const noGo = await whyNoGo(env);
  if (noGo === undefined) {
    await build(root, env, fresh);
  } else {
    await download(env, fresh, noGo);
  }
  const version = await readVersion(fresh);
  if (version !== DOLT_VERSION) {
    throw new SetupError(`got Dolt ${version} where ${DOLT_VERSION} was expected. ${WAYS_OUT}`);
  }
}

async function build(root, env, fresh) {
  const from = 'github.com/dolthub/dolt/go/cmd/dolt';
  const building = buildWithGo(env, join(root, 'tools', 'dolt'), { from, to: fresh, tags: ['gms_pure_go'] });
  try {
    await withProgress(`building Dolt ${DOLT_VERSION} with Go (once for this user, about three minutes)`, building);
  } catch (error) {
    throw new SetupError(
      `building Dolt failed:\n${tail(error.output ?? error.message)}\n` +
        `setup: it needs a C compiler (gcc or clang) and the network for Go modules. ${WAYS_OUT}`,
    );
  }
}

async function download(env, fresh, noGo) {
  say(`no Dolt found and ${noGo}: downloading Dolt ${DOLT_VERSION} from its releases`);
  await downloadDolt(env, fresh).catch((error) => {
    throw new SetupError(`no Dolt found, ${noGo}, and the download failed: ${error.message}. ${WAYS_OUT}`);
  });
}
