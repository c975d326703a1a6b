// Where the Dolt binary is: the one answer, shared by the set-up (any Node >= 18, before anything is installed) and by the
// running node (src/ledger/dolt/find-dolt.ts). Hence plain JavaScript with built-ins only; its types are in find-dolt.d.mts.
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The version that tools/dolt builds and that the cache holds. */
export const DOLT_VERSION = '1.83.2';

/** The oldest version that the node works with. */
export const DOLT_MINIMUM = '1.83.0';

/** @param {string} cacheDir the user's cache directory @returns {string} the path at which the set-up keeps its Dolt */
export function cachedDolt(cacheDir) {
  return join(cacheDir, 'wasteland', `dolt-${DOLT_VERSION}`, 'dolt');
}

/** @param {Record<string, string | undefined>} env @returns {string} the user's cache directory, as the XDG specification says */
export function userCacheDir(env) {
  const xdg = env['XDG_CACHE_HOME'];
  return xdg?.startsWith('/') ? xdg : join(env['HOME'] || '/', '.cache');
}

/** Finds Dolt: the named binary, else one on PATH that is new enough, else the cached one; undefined when there is none. */
export async function findDolt({ bin, path, cacheDir }) {
  if (bin) {
    return { bin, version: await acceptedVersion(bin) };
  }
  for (const directory of (path ?? '').split(delimiter).filter(Boolean)) {
    const candidate = join(directory, 'dolt');
    const version = isExecutable(candidate) ? await readVersion(candidate).catch(() => undefined) : undefined;
    if (version !== undefined && isAtLeast(version, DOLT_MINIMUM)) {
      return { bin: candidate, version };
    }
  }
  const cached = cachedDolt(cacheDir);
  return isExecutable(cached) ? { bin: cached, version: DOLT_VERSION } : undefined;
}

/** The version of a binary that somebody named; throws one clear line when it can't be used. */
export async function acceptedVersion(bin) {
  if (!isExecutable(bin)) {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} is not an executable file`);
  }
  const version = await readVersion(bin).catch((error) => {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} does not answer "dolt version": ${error.message.split('\n')[0]}`);
  });
  if (!isAtLeast(version, DOLT_MINIMUM)) {
    throw new Error(`WASTELAND_DOLT_BIN=${bin} is Dolt ${version}, but at least ${DOLT_MINIMUM} is needed`);
  }
  return version;
}

/** Reads `dolt version`; only its first line counts, a second one may carry a warning. */
export async function readVersion(bin) {
  const { stdout } = await promisify(execFile)(bin, ['version'], { timeout: 30_000 });
  const version = /^dolt version (\d+\.\d+\.\d+)/.exec(stdout.split('\n')[0] ?? '')?.[1];
  if (version === undefined) {
    throw new Error('its first line is not "dolt version <number>"');
  }
  return version;
}

/** Whether dotted version `a` is `b` or newer. */
export function isAtLeast(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at === -1 || left[at] > (right[at] ?? 0);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
