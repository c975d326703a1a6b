import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userCacheDir } from '../../scripts/find-dolt.mjs';
import { findHelm } from '../../scripts/find-helm.mjs';

/** The directory of the chart. */
export const chart = fileURLToPath(new URL('../../helm', import.meta.url));

const values = new URL('values/', import.meta.url);
const golden = new URL('golden/', import.meta.url);

/** What a cluster would say: a Helm that we built ourselves assumes a very old one. */
const cluster = ['--kube-version', '1.31.0'];

/** A file of values, and the file of what the chart makes of them. */
export interface ValueSet {
  name: string;
  values: string;
  golden: string;
}

/** All of them. */
export const valueSets: ValueSet[] = readdirSync(values).map((file) => ({
  name: basename(file, '.yaml'),
  values: fileURLToPath(new URL(file, values)),
  golden: fileURLToPath(new URL(file, golden)),
}));

/** Runs Helm on the chart and gives what it prints; rejects with its `stderr` when it refuses. A missing Helm fails the test. */
export async function helm(command: 'lint' | 'template', ...args: string[]): Promise<string> {
  const found = await findHelm({ path: process.env['PATH'], cacheDir: userCacheDir(process.env) });
  if (found === undefined) {
    throw new Error('no Helm found: run "npm run setup -- --for-tests", which says what it needs');
  }
  const release = command === 'template' ? ['wasteland', chart] : [chart];
  const { stdout } = await promisify(execFile)(found.bin, [command, ...release, ...cluster, ...args]);
  return stdout;
}
