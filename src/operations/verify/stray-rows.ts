import { setTimeout as delay } from 'node:timers/promises';
import { readLastSeq, readOrigins } from '../../ledger/head.ts';
import type { LedgerHead } from '../../ledger/head.ts';
import type { LogReader } from '../../ledger/log-reader.ts';
import type { DataDirDolt } from '../data-dir/open-dolt.ts';
import { uncommittedTables } from '../data-dir/published-vector.ts';
import type { Findings } from './findings.ts';

/** What a running node is just committing is gone in a moment: looked at again so often, so many milliseconds apart. */
const attempts = 20;
const pause = 100;

/** Rows of `events` that no head covers were put there by somebody else than the writer. */
export async function checkStrayRows(
  reader: LogReader,
  heads: readonly LedgerHead[],
  findings: Findings,
): Promise<void> {
  const covered = new Map(heads.map((head) => [head.origin, head.seq]));
  for (const origin of await readOrigins(reader)) {
    const last = await readLastSeq(reader, origin);
    const seq = covered.get(origin) ?? 0;
    if (last > seq) findings.add('ledger', 'stray_entry', `log ${origin}: entry ${last}, but logs says ${seq}`);
  }
}

/**
 * Every write to the ledger is committed as it is made, so tables that differ from the newest commit were changed by somebody
 * else. In the commons a publication that was cut off may have left some: nobody clones them, and the next one drops them.
 */
export async function checkUncommitted(dolt: DataDirDolt, findings: Findings): Promise<void> {
  let tables = await uncommittedTables(dolt);
  for (let attempt = 0; dolt.nodeRuns && tables.length > 0 && attempt < attempts; attempt += 1) {
    await delay(pause);
    tables = await uncommittedTables(dolt);
  }
  for (const table of tables) findings.add('ledger', 'uncommitted', `${table} differs from the newest commit`);
}
