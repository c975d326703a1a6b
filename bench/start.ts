import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../src/config/config.ts';
import { processEnvironment } from '../src/config/env.ts';
import { findDolt } from '../src/ledger/dolt/find-dolt.ts';
import { startPublicServer } from '../src/ledger/dolt/public-server.ts';
import type { NodeProcess } from '../test/support/node-process.ts';
import { median, timed } from './measure.ts';
import type { Ratio } from './measure.ts';

const rounds = 3;

/** How long a node takes until it is ready, against its bare Dolt; then once more without a read model. Leaves it stopped. */
export async function measureStart(node: NodeProcess, entries: number): Promise<Ratio[]> {
  await node.end('SIGTERM');
  const [bares, fulls]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bares.push(await bareStart(node.dataDir));
    fulls.push(await timed(() => node.start()));
    await node.end('SIGTERM');
  }
  const [bare, full] = [median(bares), median(fulls)];
  for (const end of ['', '-wal', '-shm']) rmSync(join(node.dataDir, `readmodel.sqlite${end}`), { force: true });
  const anew = await timed(() => node.start());
  await node.end('SIGTERM');
  return [
    {
      name: `ms until ready that its Dolt doesn't take (${entries} entries)`,
      value: full - bare,
      limit: { atMost: 1000 },
      from: `${full.toFixed(0)} ms, bare Dolt ${bare.toFixed(0)} ms`,
    },
    {
      name: `s until ready without a read model (${entries} entries)`,
      value: anew / 1000,
      limit: { atMost: 60 },
      from: 'made anew from the ledger',
    },
  ];
}

/** Milliseconds until Dolt alone answers, over a copy of the node's databases. */
async function bareStart(of: string): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wasteland-bench-start-'));
  try {
    cpSync(join(of, 'dolt'), join(dataDir, 'dolt'), { recursive: true });
    const { bin } = await findDolt(loadConfig(processEnvironment()).dolt);
    const started = performance.now();
    const server = await startPublicServer({ dataDir, bin, remotePort: 0, log: pino({ level: 'silent' }) });
    const taken = performance.now() - started;
    await server.stop();
    return taken;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
