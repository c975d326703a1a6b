// Downloads Dolt from its releases, for machines without Go.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chmodSync, renameSync } from 'node:fs';
import { DOLT_VERSION } from './find-dolt.mjs';
import { withProgress } from './progress.mjs';
import { run } from './run.mjs';

const RELEASES = 'https://github.com/dolthub/dolt/releases/download';
const TIMEOUT_MS = 10 * 60_000;
const SYSTEMS = { linux: 'linux', darwin: 'darwin' };
const MACHINES = { x64: 'amd64', arm64: 'arm64' };

/** Fetches the release for this machine and unpacks its binary to `target`. `WASTELAND_DOLT_RELEASES` names a mirror. */
export async function downloadDolt(env, target) {
  const [system, machine] = [SYSTEMS[process.platform], MACHINES[process.arch]];
  if (!system || !machine) {
    throw new Error(`there is no Dolt release for ${process.platform} on ${process.arch}`);
  }
  const name = `dolt-${system}-${machine}`;
  const url = `${env['WASTELAND_DOLT_RELEASES'] ?? RELEASES}/v${DOLT_VERSION}/${name}.tar.gz`;
  const archive = join(dirname(target), 'dolt.tar.gz');
  await withProgress(`downloading ${url}`, save(url, archive));
  await run('tar', ['-xzf', archive, '-C', dirname(target)]);
  renameSync(join(dirname(target), name, 'bin', 'dolt'), target);
  chmodSync(target, 0o755);
}

async function save(url, file) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Error(`${new URL(url).host} can't be reached (${error.cause?.code ?? error.message})`);
  }
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}`);
  }
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
}
