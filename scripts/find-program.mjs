// Looks for a program, and compares versions. Plain JavaScript with built-ins only: the running node uses it too (find-dolt.mjs).
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** @param {Record<string, string | undefined>} env @returns {string} the user's cache directory, as the XDG specification says */
export function userCacheDir(env) {
  const xdg = env['XDG_CACHE_HOME'];
  return xdg?.startsWith('/') ? xdg : join(env['HOME'] || '/', '.cache');
}

/** The first `name` on PATH whose version is accepted; undefined when there is none. What doesn't tell its version is passed over. */
export async function findOnPath(name, path, readVersion, accepts) {
  for (const directory of (path ?? '').split(delimiter).filter(Boolean)) {
    const bin = join(directory, name);
    const version = isExecutable(bin) ? await readVersion(bin).catch(() => undefined) : undefined;
    if (version !== undefined && accepts(version)) {
      return { bin, version };
    }
  }
  return undefined;
}

/** The first line that a program prints, which is where programs tell their version; what follows may be a warning. */
export async function firstLine(bin, args, options = {}) {
  const { stdout } = await promisify(execFile)(bin, args, { timeout: 30_000, ...options });
  return stdout.split('\n')[0] ?? '';
}

/** Whether dotted version `a` is `b` or newer. */
export function isAtLeast(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at === -1 || left[at] > (right[at] ?? 0);
}

/** Whether `path` is a file that may be run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
