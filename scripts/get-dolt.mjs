// Puts Dolt into the user's cache: built from the Go module that tools/dolt pins with its checksums, else downloaded.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  DOLT_MINIMUM,
  DOLT_VERSION,
  cachedDolt,
  findDolt,
  isAtLeast,
  readVersion,
  userCacheDir,
} from './find-dolt.mjs';
import { downloadDolt } from './download-dolt.mjs';
import { withLock } from './lock.mjs';
import { SetupError, say, withProgress } from './progress.mjs';
import { run, tail } from './run.mjs';

const GO_MINIMUM = '1.26';
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
  const target = cachedDolt(cacheDir);
  const waiting = (pid) => say(`waiting for process ${pid}, which is getting Dolt for this user`);
  await withLock(`${dirname(target)}.lock`, () => fillCache(root, env, target), waiting);
  return (await look()).bin;
}

/** Makes the binary beside its place and moves it there in one step, so that nobody ever runs half a file. */
async function fillCache(root, env, target) {
  if (existsSync(target)) {
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'new-'));
  try {
    const fresh = join(work, 'dolt');
    await make(root, env, fresh);
    const version = await readVersion(fresh);
    if (version !== DOLT_VERSION) {
      throw new SetupError(`got Dolt ${version} where ${DOLT_VERSION} was expected. ${WAYS_OUT}`);
    }
    renameSync(fresh, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function make(root, env, fresh) {
  const go = await goVersion(env);
  if (go === undefined || !isAtLeast(go, GO_MINIMUM)) {
    const why = go === undefined ? 'there is no Go here' : `Go ${go} is older than ${GO_MINIMUM}`;
    say(`no Dolt found and ${why}: downloading Dolt ${DOLT_VERSION} from its releases`);
    await downloadDolt(env, fresh).catch((error) => {
      throw new SetupError(`no Dolt found, ${why}, and the download failed: ${error.message}. ${WAYS_OUT}`);
    });
    return;
  }
  const building = run(
    'go',
    ['build', '-tags=gms_pure_go', '-ldflags=-s -w', '-trimpath', '-o', fresh, 'github.com/dolthub/dolt/go/cmd/dolt'],
    {
      cwd: join(root, 'tools', 'dolt'),
      env,
    },
  );
  try {
    await withProgress(`building Dolt ${DOLT_VERSION} with Go (once for this user, about three minutes)`, building);
  } catch (error) {
    throw new SetupError(
      `building Dolt failed:\n${tail(error.output ?? error.message)}\n` +
        `setup: it needs a C compiler (gcc or clang) and the network for Go modules. ${WAYS_OUT}`,
    );
  }
}

/** The version of Go on PATH, like 1.26.1; undefined when there is none. */
async function goVersion(env) {
  const output = await run('go', ['env', 'GOVERSION'], { env }).catch(() => '');
  return /go(\d+\.\d+(?:\.\d+)?)/.exec(output)?.[1];
}
