import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { Test } from 'tap';
import { makeDigest, readerSource } from '../../src/commons/digest.ts';
import type { Digest } from '../../src/commons/digest.ts';
import { publish } from '../../src/commons/publication.ts';
import { loadConfig } from '../../src/config/config.ts';
import type { DoltConfig } from '../../src/config/config.ts';
import { processEnvironment } from '../../src/config/env.ts';
import { vectorLine } from '../../src/domain/vector.ts';
import { LogReader } from '../../src/ledger/log-reader.ts';
import { digestDataDir } from '../../src/operations/digest-node.ts';
import { rebuildDataDir } from '../../src/operations/rebuild-node.ts';
import { verifyDataDir } from '../../src/operations/verify-node.ts';
import type { VerifyReport } from '../../src/operations/verify-node.ts';
import { removeReadModel } from '../../src/readmodel/open.ts';
import type { EventType } from '../../src/wire/event.ts';
import { read, TestLedger } from '../support/ledger.ts';
import type { OwnKeyRig } from '../support/own-key-rig.ts';
import { wasteland } from '../support/command-line.ts';

// Five ledgers with a Dolt each, and a look through all of it after every change.
t.setTimeout(240_000);

const dolt: DoltConfig = loadConfig(processEnvironment()).dolt;

/** A ledger in which something has happened, published as a node does it. */
async function worked(t: Test): Promise<TestLedger> {
  const ledger = await TestLedger.start(t, {});
  const poster = await ledger.rig('poster');
  const worker = await ledger.rig('worker');
  const validator = await ledger.rig('validator');
  const act = async (rig: OwnKeyRig, type: EventType, body: object): Promise<string> => {
    const token = read(await rig.sign(type, body as never, ledger.origin));
    await ledger.writer.propose({ tokens: [token] });
    return token.hash.slice(0, 40);
  };
  const posting = { title: 'Größe, 中文 🛠', type: 'bug', priority: 0, effort: 'small', tags: ['a', 'b'] };
  const item = `w-${await act(poster, 'wanted.posted', posting)}`;
  await act(poster, 'wanted.posted', { title: 'another', type: 'docs', priority: 2, effort: 'epic' });
  await act(worker, 'wanted.claimed', { item });
  const completion = `c-${await act(worker, 'work.submitted', { item, evidence: [{ url: 'https://example.org/1' }] })}`;
  await act(poster, 'work.accepted', { completion });
  const dimensions = { quality: { score: 4.5, confidence: 0.73 }, creativity: { score: 3, confidence: 0.3 } };
  await act(validator, 'stamp.issued', { completion, subject: worker.id, dimensions, severity: 'leaf' });
  await act(poster, 'rig.linked', { other: validator.id, relation: 'same_owner' });
  await publishNow(ledger);
  return ledger;
}

async function publishNow(ledger: TestLedger): Promise<void> {
  const connection = await ledger.dolt.server.connect({ database: 'commons' });
  const reader = ledger.readModel.still();
  const { marks, vector } = await publish(connection, reader, { author: 'node <node@example.org>' });
  reader.close();
  ledger.readModel.begin();
  ledger.readModel.clearPublished(marks, vector);
  ledger.readModel.commit();
  await connection.end();
}

function options(ledger: TestLedger): Parameters<typeof verifyDataDir>[0] {
  return { dataDir: ledger.dolt.dataDir, dolt, log: ledger.dolt.log };
}

async function stopAll(ledger: TestLedger): Promise<void> {
  await ledger.stop();
  await ledger.dolt.server.stop();
}

/** The digest as a running node makes it. */
async function digestOf(ledger: TestLedger): Promise<Digest> {
  const reader = ledger.readModel.still();
  const logs = new LogReader(ledger.dolt.server);
  try {
    return await makeDigest(readerSource(reader, (origin, to) => logs.readEntries(origin, 0, to)));
  } finally {
    reader.close();
    await logs.close();
  }
}

function found(report: VerifyReport): string[] {
  return [...new Set(report.findings.map(({ where, code }) => `${where}: ${code}`))];
}

t.test('a sound data directory verifies, beside a node and without one', async (t) => {
  const ledger = await worked(t);
  const progress: number[] = [];
  const compared: string[] = [];
  const running = await verifyDataDir({
    ...options(ledger),
    onProgress: (done) => progress.push(done),
    onCompared: (where, done, total) => compared.push(`${where} ${done === total && total > 0 ? 'whole' : total}`),
  });
  t.strictSame(running.findings, []);
  t.ok(running.ok);
  t.equal(running.entries, 11);
  t.strictSame(running.verdicts, { ok: 11 });
  t.equal(running.commons.behind, 0);
  t.equal(running.read_model.state, 'compared');
  t.equal(progress.at(-1), 11);
  t.strictSame(compared, ['commons whole', 'read model whole']);
  t.ok(running.commons.rows >= 10, `${running.commons.rows} rows of the commons`);
  t.ok(running.read_model.rows > 40, `${running.read_model.rows} rows of the read model`);

  // The node is ahead of its commons until it publishes: no fault.
  await ledger.rig('latecomer');
  const ahead = await verifyDataDir(options(ledger));
  t.ok(ahead.ok);
  t.equal(ahead.commons.behind, 1);
  t.equal(ahead.entries, 12);

  await stopAll(ledger);
  const stopped = await verifyDataDir(options(ledger));
  t.strictSame(stopped.findings, []);
  t.equal(stopped.entries, 12);
});

t.test('what somebody changed is found, and named', async (t) => {
  const ledger = await worked(t);
  const line = vectorLine(ledger.readModel.vector());
  const commons = await ledger.sql(t, 'commons');
  const ledgerSql = await ledger.sql(t);
  const check = async (what: string, expected: string[], detail?: RegExp): Promise<void> => {
    const report = await verifyDataDir(options(ledger));
    t.strictSame(found(report), expected, what);
    t.equal(report.ok, expected.length === 0);
    if (detail !== undefined) {
      t.match(report.findings[0]?.detail, detail);
    }
  };
  const inCommons = async (what: string, sql: string, expected: string[], detail?: RegExp): Promise<void> => {
    await commons.run(sql);
    await commons.run("CALL DOLT_COMMIT('-Am', ?)", [`a vandal\n\n${line}`]);
    await check(what, expected, detail);
    await commons.run("CALL DOLT_RESET('--hard', 'HEAD~1')");
  };
  await check('nothing yet', []);
  await commons.run("UPDATE wanted SET status = 'open'");
  await check('what nobody committed to the commons, nobody clones', []);
  await commons.run("CALL DOLT_RESET('--hard')");
  await ledgerSql.run("UPDATE logs SET checkpoint = 'x'");
  await check('a change that nobody committed', ['ledger: uncommitted'], /^logs/);
  await ledgerSql.run("CALL DOLT_RESET('--hard')");
  await inCommons('a status', "UPDATE wanted SET status = 'open'", ['commons: wrong_row'], /^wanted w-.*open/);
  await inCommons('a confidence', 'UPDATE stamps SET confidence = 0.99', ['commons: wrong_row'], /^stamps s-.*0\.99/);
  await inCommons('a row too few', 'DELETE FROM rigs LIMIT 1', ['commons: missing_row'], /^rigs /);
  await inCommons('a row too many', "INSERT INTO badges (id) VALUES ('best')", ['commons: extra_row'], /^badges best/);
  await inCommons('a table too many', 'CREATE TABLE t (id INT PRIMARY KEY)', ['commons: extra_table'], /^table t/);
  await inCommons('a table too few', 'DROP TABLE completions', ['commons: unreadable_table'], /^completions/);
  await commons.run("CALL DOLT_COMMIT('--allow-empty', '-m', ?)", [`a vandal\n\nvector: sha256:${'0'.repeat(64)}`]);
  await check('a vector that never was', ['commons: unknown_vector'], /0000/);
  await commons.run("CALL DOLT_RESET('--hard', 'HEAD~1')");

  const inLedger = async (what: string, sql: string, expected: string[], detail?: RegExp): Promise<void> => {
    await ledgerSql.run(sql);
    await ledgerSql.run("CALL DOLT_COMMIT('-Am', 'a vandal')");
    const report = await verifyDataDir(options(ledger));
    const inThere = found(report).filter((each) => each.startsWith('ledger'));
    t.strictSame(inThere, expected, what);
    const first = report.findings.find(({ where }) => where === 'ledger');
    if (detail !== undefined) {
      t.match(first?.detail, detail);
    }
    await ledgerSql.run("CALL DOLT_RESET('--hard', 'HEAD~1')");
  };
  const last = '(SELECT jws FROM (SELECT jws FROM events WHERE seq = 6) AS other)';
  await inLedger('a time', 'UPDATE events SET logged_at = logged_at + 1 WHERE seq = 11', ['ledger: wrong_root']);
  await inLedger('a text', `UPDATE events SET jws = ${last} WHERE seq = 7`, ['ledger: wrong_root']);
  const noText = 'UPDATE events SET jws = NULL WHERE seq = 7';
  await inLedger('a text taken out', noText, ['ledger: bad_row'], /entry 7 without/);
  await inLedger('an entry taken out', 'DELETE FROM events WHERE seq = 6', ['ledger: gap'], /entry 7/);
  await inLedger('the last entry taken out', 'DELETE FROM events WHERE seq = 11', ['ledger: gap']);
  const forged = `INSERT INTO events SELECT origin, 12, logged_at, jws FROM events WHERE seq = 11`;
  await inLedger('an entry put in', forged, ['ledger: stray_entry'], /entry 12/);
  await inLedger('a root', `UPDATE logs SET root = '${'0'.repeat(64)}'`, ['ledger: wrong_root']);
  await inLedger('a checkpoint', "UPDATE logs SET checkpoint = 'x'", ['ledger: bad_checkpoint']);
  const mangled = "UPDATE logs SET checkpoint = CONCAT(LEFT(checkpoint, LENGTH(checkpoint) - 4), 'AAAA')";
  await inLedger('its signature', mangled, ['ledger: checkpoint_signature']);
  await check('all put back', []);

  await stopAll(ledger);
  const inReadModel = async (what: string, sql: string, back: string, expected: string[]): Promise<void> => {
    const db = new DatabaseSync(ledger.readModelPath);
    db.exec(sql);
    await check(what, expected);
    db.exec(back);
    db.close();
  };
  const wrong = ['read model: wrong_row'];
  await inReadModel(
    'a verdict',
    "UPDATE entries SET code = 'self' WHERE seq = 9",
    "UPDATE entries SET code = 'ok'",
    wrong,
  );
  await inReadModel(
    'a title',
    "UPDATE items SET title = title || '!'",
    "UPDATE items SET title = rtrim(title, '!')",
    wrong,
  );
  const keep = 'CREATE TABLE kept AS SELECT * FROM entries; DELETE FROM entries WHERE seq';
  const putBack = 'INSERT OR IGNORE INTO entries SELECT * FROM kept; DROP TABLE kept';
  const missing = ['read model: missing_row'];
  await inReadModel('the first entry', `${keep} = 1`, putBack, missing);
  await inReadModel('entries in the middle', `${keep} IN (5, 6)`, putBack, missing);
  await inReadModel('the last entry', `${keep} = 11`, putBack, missing);
  const phantom = `INSERT INTO links SELECT 'nobody', other, hash, logged_at FROM links`;
  await inReadModel('a link', phantom, "DELETE FROM links WHERE author = 'nobody'", ['read model: extra_row']);
});

t.test('the digest of a data directory is the one that the running node makes', async (t) => {
  const ledger = await worked(t);
  const expected = await digestOf(ledger);
  t.strictSame(await digestDataDir(options(ledger)), expected, 'beside a running node');
  await ledger.rig('latecomer');
  t.strictSame(await digestDataDir(options(ledger)), expected, 'while the read model is ahead of the commons');
  await publishNow(ledger);
  const later = await digestOf(ledger);
  t.not(later.events, expected.events);
  await stopAll(ledger);
  t.strictSame(await digestDataDir(options(ledger)), later, 'when no node runs');
  removeReadModel(ledger.readModelPath);
  t.strictSame(await digestDataDir(options(ledger)), later, 'without a read model');
});

t.test('rebuild makes read model and commons anew, and refuses beside a running node', async (t) => {
  const ledger = await worked(t);
  const before = await digestOf(ledger);
  await t.rejects(rebuildDataDir(options(ledger)), { code: 'already_running' });
  const commons = await ledger.sql(t, 'commons');
  await commons.run("UPDATE wanted SET status = 'open'");
  await commons.run('DROP TABLE completions');
  await commons.run('CREATE TABLE of_a_vandal (id INT PRIMARY KEY)');
  await commons.run("CALL DOLT_COMMIT('-Am', 'a vandal')");
  await commons.run('DELETE FROM stamps');
  await stopAll(ledger);
  const db = new DatabaseSync(ledger.readModelPath);
  db.exec("UPDATE items SET title = 'stolen'");
  db.close();
  t.notOk((await verifyDataDir(options(ledger))).ok);
  const { entries } = await rebuildDataDir(options(ledger));
  t.equal(entries, 11);
  t.strictSame((await verifyDataDir(options(ledger))).findings, []);
  t.strictSame(await digestDataDir(options(ledger)), before);
});

t.test('exit codes and answers of the commands', async (t) => {
  const ledger = await worked(t);
  await stopAll(ledger);
  const env = { WASTELAND_DATA_DIR: ledger.dolt.dataDir };
  const verified = await wasteland(['verify', '--json'], env);
  t.equal(verified.code, 0, verified.stderr);
  t.match(JSON.parse(verified.stdout), { ok: true, entries: 11, finding_count: 0 });
  t.match(verified.stderr, /entries checked: 11 of 11/);
  const db = new DatabaseSync(ledger.readModelPath);
  db.exec("UPDATE entries SET code = 'self' WHERE seq = 9");
  db.close();
  const failed = await wasteland(['verify'], env);
  t.equal(failed.code, 4);
  t.match(failed.stdout, /WRONG read model: wrong_row/);
  const rebuilt = await wasteland(['rebuild', '--json'], env);
  t.equal(rebuilt.code, 0, rebuilt.stderr);
  t.match(JSON.parse(rebuilt.stdout), { entries: 11 });
  t.equal((await wasteland(['verify'], env)).code, 0);
  const digest = await wasteland(['digest', '--json', '--data-dir', ledger.dolt.dataDir], {});
  t.strictSame(JSON.parse(digest.stdout), await digestDataDir(options(ledger)));
  const nothing = await wasteland(['verify', '--json', '--data-dir', join(ledger.dolt.dataDir, 'elsewhere')], {});
  t.equal(nothing.code, 1);
  t.match(JSON.parse(nothing.stdout), { code: 'not_found' });
});
