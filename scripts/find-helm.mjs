// Where the Helm binary is with which the tests look at the chart in helm/. Its types are in find-helm.d.mts.
import { join } from 'node:path';
import { findOnPath, firstLine, isAtLeast, isExecutable } from './find-program.mjs';

/** The version that tools/helm builds and that the cache holds. */
export const HELM_VERSION = '3.22.0';

/** The oldest version that renders as the committed output says; 4 may do it otherwise. */
export const HELM_MINIMUM = '3.18.0';

/** The path at which the set-up keeps its Helm. */
export function cachedHelm(cacheDir) {
  return join(cacheDir, 'wasteland', `helm-${HELM_VERSION}`, 'helm');
}

/** Finds Helm: one on PATH that renders as we expect, else the cached one; undefined when there is none. */
export async function findHelm({ path, cacheDir }) {
  const accepts = (version) => isAtLeast(version, HELM_MINIMUM) && !isAtLeast(version, '4');
  const onPath = await findOnPath('helm', path, readHelmVersion, accepts);
  if (onPath) {
    return onPath;
  }
  const cached = cachedHelm(cacheDir);
  return isExecutable(cached) ? { bin: cached, version: HELM_VERSION } : undefined;
}

/** What `helm version` says. */
export async function readHelmVersion(bin) {
  const version = /^v(\d+\.\d+\.\d+)/.exec(await firstLine(bin, ['version', '--short']))?.[1];
  if (version === undefined) {
    throw new Error('its first line is not a version');
  }
  return version;
}
