import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Poster } from './http.ts';
import type { Ratio } from './measure.ts';
import type { NodeProcess } from '../test/support/node-process.ts';
import type { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';

const acts = 500;

/** Bytes by which the ledger's directory grows per serial act, before garbage collection. */
export async function measureGrowth(node: NodeProcess, rig: OwnKeyRig, size: string, from: number): Promise<Ratio> {
  const ledger = join(node.dataDir, 'dolt', 'ledger');
  const poster = new Poster(node.url, 1);
  const tokens = await postings(rig, from, acts);
  const before = bytesBelow(ledger);
  for (const token of tokens) await poster.one(token);
  await poster.close();
  const perAct = (bytesBelow(ledger) - before) / acts;
  return {
    name: `kB that the ledger grows per act, one commit each (${size})`,
    value: perAct / 1000,
    limit: { atMost: 16 },
    from: `${acts} acts`,
  };
}

function bytesBelow(directory: string): number {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
