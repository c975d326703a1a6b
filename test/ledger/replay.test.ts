import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { Test } from 'tap';
import { WastelandError } from '../../src/errors.ts';
import { landLogs } from '../../src/ledger/landing.ts';
import type { DoltConnection } from '../../src/ledger/connection.ts';
import { readHeads, readLastSeq, readOrigins } from '../../src/ledger/head.ts';
import { catchUp } from '../../src/ledger/replay.ts';
import { ForeignLog, read, TestLedger } from '../support/ledger.ts';

/** Everything derived, but for the marks of what is to be published: a rebuild marks anew. */
function derived(ledger: TestLedger): object {
  return { ...ledger.readModel.snapshot(), unpublished: [] };
}

/** What is there beside the rows of `State`: the board as lists show it, and every table, index and trigger. */
async function lists(ledger: TestLedger): Promise<object> {
  await ledger.writer.boardCurrent();
  const { board } = ledger.readModel.reader;
  const db = new DatabaseSync(ledger.readModelPath, { readOnly: true });
  const schema = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'board_text_%' ORDER BY name")
    .all();
  db.close();
  return {
    schema,
    all: board.list({}, { limit: 200 }),
    tagged: board.list({ tag: 'odd' }),
    found: board.list({ q: 'item' }),
    project: board.list({ project: 'p' }, { sort: '-updated' }),
  };
}

async function filled(t: Test): Promise<TestLedger> {
  const ledger = await TestLedger.start(t, { patience: 100 });
  const rig = await ledger.rig('alice');
  const first = await ledger.posting(rig, 'item 0');
  await ledger.writer.propose({ tokens: [first] });
  for (let n = 1; n < 4; n += 1) await ledger.writer.propose({ tokens: [await ledger.posting(rig, `item ${n}`)] });
  const shape = { type: 'bug', priority: 1, effort: 'small', project: 'p' } as const;
  const last = { title: 'item 4', ...shape, tags: ['odd'], depends_on: [`w-${first.hash.slice(0, 40)}`] };
  await ledger.writer.propose({ tokens: [read(await rig.sign('wanted.posted', last, ledger.origin))] });
  const log = await ForeignLog.make();
  await log.fill(30);
  await landLogs(ledger.writer, { peer: log.origin, peerCommit: 'c', logs: [await log.landing()] });
  return ledger;
}

t.test('a read model that was lost, is behind, or is ahead', async (t) => {
  const ledger = await filled(t);
  const rig = await ledger.rig('bob');
  const whole = derived(ledger);
  const listed = await lists(ledger);

  t.test('deleted: made anew, equal', async (t) => {
    await ledger.stop();
    for (const suffix of ['', '-wal', '-shm']) rmSync(ledger.readModelPath + suffix, { force: true });
    await ledger.open();
    t.strictSame(derived(ledger), whole);
    t.strictSame(await lists(ledger), listed);
  });

  const makeAnew = async (t: Test, options: { unread: boolean; onProgress: () => void }): Promise<number> => {
    const { readModel } = ledger;
    readModel.markOutdated();
    return await catchUp(await ledger.sql(t), {
      readModel,
      signatures: ledger.writer.signatures,
      log: ledger.dolt.log,
      ...options,
    });
  };

  t.test('left half made, with one of two logs: made anew', async (t) => {
    const killed = makeAnew(t, {
      unread: true,
      onProgress: () => {
        throw new Error('killed');
      },
    });
    await t.rejects(killed, /killed/);
    t.equal(ledger.readModel.vector().size, 1);
    await ledger.stop();
    await ledger.open();
    t.strictSame(derived(ledger), whole);
    t.strictSame(await lists(ledger), listed);
  });

  t.test('to be made anew while it is read: lists answer all the time', async (t) => {
    let answers = 0;
    const onProgress = (): void => {
      answers += ledger.readModel.reader.board.list({ project: 'p' }) === undefined ? 0 : 1;
    };
    t.equal(await makeAnew(t, { unread: false, onProgress }), 40);
    t.equal(answers, 2);
    t.strictSame(derived(ledger), whole);
    t.strictSame(await lists(ledger), listed);
  });

  t.test('behind, after a crash between the commit of the ledger and its own: replayed', async (t) => {
    const token = await ledger.posting(rig, 'logged, and not seen');
    // The process dies where the read model would commit: nothing reaches it from then on.
    ledger.readModel.commit = () => {
      throw new Error('killed');
    };
    await t.rejects(ledger.writer.propose({ tokens: [token] }), { code: 'unavailable' });
    await ledger.stop();
    await ledger.open();
    t.ok(ledger.readModel.reader.state.table('items').get(`w-${token.hash.slice(0, 40)}`), 'replayed at the start');
    const { entries } = await ledger.writer.propose({ tokens: [token] });
    t.match(entries, [{ repeated: true, code: 'ok' }], 'it stands in the ledger once');
  });

  t.test('ahead of a ledger that lost its last commit: made anew', async (t) => {
    const before = derived(ledger);
    await ledger.writer.propose({ tokens: [await ledger.posting(rig, 'lost with the disk')] });
    await ledger.stop();
    const sql = await ledger.sql(t);
    await sql.run("CALL DOLT_RESET('--hard', 'HEAD~1')");
    await ledger.open();
    t.strictSame(derived(ledger), before);
  });

  t.test('of other contents under the same length: made anew', async (t) => {
    const before = derived(ledger);
    const { readModel } = ledger;
    readModel.begin();
    const row = readModel.state.table('logs').get(ledger.origin);
    if (row !== undefined) readModel.state.table('logs').put({ ...row, root: '0'.repeat(64) });
    readModel.commit();
    await ledger.stop();
    await ledger.open();
    t.strictSame(derived(ledger), before);
  });

  t.test('uncommitted rows in the ledger are not ours', async (t) => {
    await ledger.stop();
    const sql = await ledger.sql(t);
    await sql.run('INSERT INTO events (origin, seq, logged_at, jws) VALUES (?, 1, 1, ?)', ['A'.repeat(43), 'x']);
    await ledger.open();
    t.same(await sql.rows('SELECT seq FROM events WHERE origin = ?', ['A'.repeat(43)]), []);
  });
});

t.test('what a start asks of the ledger sorts no log: it takes no longer with many entries', async (t) => {
  const ledger = await filled(t);
  const sql = await ledger.sql(t);
  const plans: string[] = [];
  const explained: Pick<DoltConnection, 'rows'> = {
    rows: async <T>(text: string, values?: Parameters<DoltConnection['rows']>[1]) => {
      const plan = await sql.rows<{ plan: string }>(`EXPLAIN FORMAT=TREE ${text}`, values);
      plans.push(plan.map((line) => line.plan).join('\n'));
      return await sql.rows<T>(text, values);
    },
  };
  const heads = await readHeads(explained);
  const origins = heads.map((head) => head.origin);
  t.equal(heads.length, 2);
  t.strictSame(await readOrigins(explained), origins);
  for (const { origin, seq } of heads) t.equal(await readLastSeq(explained, origin), seq);
  t.equal(plans.length, 6);
  for (const plan of plans) t.notMatch(plan, /Sort|TopN/);
});

t.test('a ledger that contradicts itself is refused, with the log named', async (t) => {
  const ledger = await filled(t);
  const { origin } = ledger;
  await ledger.stop();
  const sql = await ledger.sql(t);
  const [{ hash } = { hash: '' }] = await sql.rows<{ hash: string }>("SELECT DOLT_HASHOF('main') AS hash");

  const tampered: [string, (sql: DoltConnection) => Promise<void>][] = [
    ['an altered text', (sql) => sql.run('UPDATE events SET jws = ? WHERE origin = ? AND seq = 4', ['x.y.z', origin])],
    ['a text taken out', (sql) => sql.run('UPDATE events SET jws = NULL WHERE origin = ? AND seq = 4', [origin])],
    ['a row too many', (sql) => sql.run('INSERT INTO events VALUES (?, 99, 1700000000000, ?)', [origin, 'x.y.z'])],
    ['a row taken out', (sql) => sql.run('DELETE FROM events WHERE origin = ? AND seq = 4', [origin])],
    ['another root', (sql) => sql.run('UPDATE logs SET root = ? WHERE origin = ?', ['0'.repeat(64), origin])],
    ['a log without a head', (sql) => sql.run('DELETE FROM logs WHERE origin = ?', [origin])],
  ];
  for (const [what, tamper] of tampered) {
    t.test(what, async (t) => {
      await tamper(sql);
      await sql.run("CALL DOLT_COMMIT('-Am', 'tampered')");
      for (const suffix of ['', '-wal', '-shm']) rmSync(ledger.readModelPath + suffix, { force: true });
      const error: unknown = await ledger.open().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      await ledger.stop();
      t.ok(error instanceof WastelandError && error.message.includes(origin), String(error));
      await sql.run("CALL DOLT_RESET('--hard', ?)", [hash]);
    });
  }
});
