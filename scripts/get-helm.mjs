// Puts Helm into the user's cache, built from the Go module that tools/helm pins with its checksums. Only tests need it.
import { join } from 'node:path';
import { fillCache } from './fill-cache.mjs';
import { HELM_MINIMUM, HELM_VERSION, cachedHelm, findHelm } from './find-helm.mjs';
import { userCacheDir } from './find-program.mjs';
import { GO_MINIMUM, buildWithGo, whyNoGo } from './go.mjs';
import { SetupError, withProgress } from './progress.mjs';
import { tail } from './run.mjs';

const WAYS_OUT = `Install Go ${GO_MINIMUM} or newer, or put a helm >= ${HELM_MINIMUM} and < 4 on PATH.`;

/** Makes sure that there is a Helm for this user; resolves with its path. */
export async function getHelm(root, env) {
  const cacheDir = userCacheDir(env);
  const found = await findHelm({ path: env['PATH'], cacheDir });
  if (found) {
    return found.bin;
  }
  const target = cachedHelm(cacheDir);
  await fillCache(target, (fresh) => build(root, env, fresh));
  return target;
}

async function build(root, env, fresh) {
  const noGo = await whyNoGo(env);
  if (noGo !== undefined) {
    throw new SetupError(`no Helm found, and ${noGo}. ${WAYS_OUT}`);
  }
  // Built so, Helm knows no more of its version than 3.22.
  const ldflags = [`-X helm.sh/helm/v3/internal/version.version=v${HELM_VERSION}`];
  const building = buildWithGo(env, join(root, 'tools', 'helm'), {
    from: 'helm.sh/helm/v3/cmd/helm',
    to: fresh,
    ldflags,
  });
  try {
    await withProgress(`building Helm ${HELM_VERSION} with Go (once for this user, about two minutes)`, building);
  } catch (error) {
    throw new SetupError(`building Helm failed:\n${tail(error.output ?? error.message)}\nsetup: ${WAYS_OUT}`);
  }
}
