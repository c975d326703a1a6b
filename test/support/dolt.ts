import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { processEnvironment } from '../../src/config/env.ts';
import { findDolt } from '../../src/ledger/dolt/find-dolt.ts';
import { identify } from '../../src/ledger/dolt/process-identity.ts';
import { startPublicServer, type PublicServerOptions } from '../../src/ledger/dolt/public-server.ts';
import type { DoltServer } from '../../src/ledger/dolt/server.ts';
import { createLog, type Log } from '../../src/log.ts';

let found: Promise<string> | undefined;

/** The Dolt binary that the node itself would use; a missing one fails the test. */
export function doltBin(): Promise<string> {
  found ??= findDolt(loadConfig(processEnvironment()).dolt).then(({ bin }) => bin);
  return found;
}

/** An empty directory that is gone after the test. */
export async function temporaryDirectory(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'wasteland-test-'));
  t.teardown(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

export interface TestDolt {
  dataDir: string;
  bin: string;
  server: DoltServer;
  log: Log;
}

/** A running public Dolt server on free ports, over an empty data directory unless one is given; stopped after the test. */
export async function startTestDolt(t: Test, options: Partial<PublicServerOptions> = {}): Promise<TestDolt> {
  const dataDir = options.dataDir ?? (await temporaryDirectory(t));
  const bin = await doltBin();
  const log = options.log ?? createLog('silent');
  const server = await startPublicServer({ remotePort: 0, ...options, dataDir, bin, log });
  t.teardown(() => server.stop());
  return { dataDir, bin, server, log };
}

/** Process ids of the Dolt servers that run with a path of this data directory on its command line. */
export function processesOf(dataDir: string): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter((pid) => {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return commandLine.includes(dataDir) && commandLine.includes('sql-server') && identify(pid) !== undefined;
    } catch {
      return false;
    }
  });
}

/** Polls until `check` returns something true, or fails with what `why` says after 15 s. */
export async function until<T>(why: string, check: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 15_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await check();
      if (value) {
        return value;
      }
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not yet true: ${why} (last: ${String(last)})`);
}
