import { join } from 'node:path';
import { statSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { Garbage } from '../../src/ledger/dolt/garbage.ts';
import type { GarbageLimits } from '../../src/ledger/dolt/garbage.ts';
import { doltFiles } from '../../src/ledger/dolt/server-files.ts';
import { createLog } from '../../src/log.ts';
import { TestLedger } from '../support/ledger.ts';

const never = Number.MAX_SAFE_INTEGER;

function garbageOf(ledger: TestLedger, limits: GarbageLimits): Garbage {
  return new Garbage({
    server: ledger.dolt.server,
    dataDir: ledger.dolt.dataDir,
    commits: () => ledger.writer.status().commits,
    log: createLog('silent'),
    limits,
  });
}

/** Bytes that Dolt wrote to the ledger since its last collection. */
function written(ledger: TestLedger): number {
  const { dir } = doltFiles(ledger.dolt.dataDir).public;
  const found = statSync(join(dir, 'ledger', '.dolt', 'noms', 'v'.repeat(32)), { throwIfNoEntry: false });
  return found?.size ?? 0;
}

async function post(t: Test, ledger: TestLedger, count: number): Promise<void> {
  const rig = await ledger.rig(`rig${count}`);
  for (let n = 0; n < count; n++) {
    const outcome = await ledger.writer.propose({ tokens: [await ledger.posting(rig, `item ${n}`)] });
    t.equal(outcome.entries[0]?.code, 'ok');
  }
}

t.test('garbage is collected in a calm moment, and nothing else', async (t) => {
  const ledger = await TestLedger.start(t);
  await post(t, ledger, 20);
  const before = written(ledger);
  t.ok(before > 100_000, `${before} bytes to begin with`);

  const small = garbageOf(ledger, { calm: never, most: never });
  await small.round();
  await small.round();
  t.equal(written(ledger), before, 'not while there is little of it');

  const garbage = garbageOf(ledger, { calm: 100_000, most: never });
  await garbage.round();
  t.equal(written(ledger), before, 'not while the node may be busy');
  await post(t, ledger, 1);
  await garbage.round();
  t.ok(written(ledger) > before, 'not while it is busy');
  await garbage.round();
  t.ok(written(ledger) < before / 2, `${written(ledger)} bytes are left of ${before}`);

  const sql = await ledger.sql(t);
  t.match(await sql.rows('SELECT MAX(seq) AS last FROM events'), [{ last: 24 }], 'every entry is there');
});

t.test('a node that is never calm is collected too, beside its acts', async (t) => {
  const ledger = await TestLedger.start(t);
  await post(t, ledger, 20);
  const before = written(ledger);
  const garbage = garbageOf(ledger, { calm: never, most: 100_000 });
  const collecting = garbage.round();
  await post(t, ledger, 21);
  await collecting;
  t.ok(written(ledger) < before, `${written(ledger)} bytes are left of ${before}`);
  const sql = await ledger.sql(t);
  t.match(await sql.rows('SELECT MAX(seq) AS last FROM events'), [{ last: 44 }], 'every entry is there');
});

t.test('one that is closed collects nothing more, and disturbs nobody', async (t) => {
  const ledger = await TestLedger.start(t);
  await post(t, ledger, 20);
  const before = written(ledger);
  const garbage = garbageOf(ledger, { calm: 0, most: 0 });
  garbage.close();
  await garbage.round();
  t.equal(written(ledger), before);
  await post(t, ledger, 2);
});
