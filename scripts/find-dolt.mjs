// Where the Dolt binary is: the one answer, shared by the set-up (any Node >= 18, before anything is installed) and by the
// running node (src/ledger/dolt/find-dolt.ts). Hence plain JavaScript with built-ins only; its types are in find-dolt.d.mts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, firstLine, isAtLeast, isExecutable } from './find-program.mjs';

export { isAtLeast, userCacheDir } from './find-program.mjs';

/** The version that tools/dolt builds and that the cache holds. */
export const DOLT_VERSION = '1.83.2';

/** The oldest version that the node works with. */
export const DOLT_MINIMUM = '1.83.0';

/** @param {string} cacheDir the user's cache directory @returns {string} the path at which the set-up keeps its Dolt */
export function cachedDolt(cacheDir) {
  return join(cacheDir, 'wasteland', `dolt-${DOLT_VERSION}`, 'dolt');
}

/** Finds Dolt: the named binary, else one on PATH that is new enough, else the cached one; undefined when there is none. */
export async function findDolt({ bin, path, cacheDir, scratch }) {
  if (bin) {
    return { bin, version: await acceptedVersion(bin, scratch) };
  }
  const read = (candidate) => readVersion(candidate, scratch);
  const onPath = await findOnPath('dolt', path, read, (version) => isAtLeast(version, DOLT_MINIMUM));
  if (onPath) {
    return onPath;
  }
  const cached = cachedDolt(cacheDir);
  return isExecutable(cached) ? { bin: cached, version: DOLT_VERSION } : undefined;
}

/** The version of a binary that somebody named; throws one clear line when it can't be used. */
export async function acceptedVersion(bin, scratch) {
  if (!isExecutable(bin)) {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} is not an executable file`);
  }
  const version = await readVersion(bin, scratch).catch((error) => {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} does not answer "dolt version": ${error.message.split('\n')[0]}`);
  });
  if (!isAtLeast(version, DOLT_MINIMUM)) {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} is Dolt ${version}, but at least ${DOLT_MINIMUM} is needed`);
  }
  return version;
}

/** What `dolt version` says. Even for that Dolt writes to its home, and asks its makers for news: it gets one that is gone
 * afterwards, in `scratch` where that can be, since a container may have no other place to write to. */
export async function readVersion(bin, scratch = tmpdir()) {
  const home = temporaryHome(scratch);
  try {
    mkdirSync(join(home, '.dolt'));
    const settings = { 'metrics.disabled': 'true', 'versioncheck.disabled': 'true' };
    writeFileSync(join(home, '.dolt', 'config_global.json'), JSON.stringify(settings));
    // A flush would go on in a process of its own and make the home anew.
    const own = { HOME: home, DOLT_ROOT_PATH: home, TMPDIR: home, DOLT_DISABLE_EVENT_FLUSH: '1' };
    const line = await firstLine(bin, ['version'], { cwd: home, env: { ...process.env, ...own } });
    return versionIn(line);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function temporaryHome(scratch) {
  try {
    return mkdtempSync(join(scratch, 'dolt-version-'));
  } catch {
    return mkdtempSync(join(tmpdir(), 'dolt-version-'));
  }
}

function versionIn(line) {
  const version = /^dolt version (\d+\.\d+\.\d+)/.exec(line)?.[1];
  if (version === undefined) {
    throw new Error('its first line is not "dolt version <number>"');
  }
  return version;
}
