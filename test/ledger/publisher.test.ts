import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { readCommonsRows } from '../../src/commons/commons-rows.ts';
import { makeDigest, projectionDigest, readerSource } from '../../src/commons/digest.ts';
import { publish } from '../../src/commons/publication.ts';
import { publishedRows } from '../../src/domain/project/all-rows.ts';
import { commonsTables } from '../../src/domain/project/rows.ts';
import type { ItemRow } from '../../src/domain/state.ts';
import { vectorLine } from '../../src/domain/vector.ts';
import { OneAtATime } from '../../src/ledger/one-at-a-time.ts';
import { until } from '../support/dolt.ts';
import { post } from '../support/work.ts';
import { author, Bench, busyWorld } from '../support/commons-bench.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed}`);

t.test('a publication waits for what makes Dolt work for long, and holds it up in turn', async (t) => {
  const heavy = new OneAtATime();
  const landing = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    asked.resolve();
    return await heavy.run(work);
  };
  const bench = await Bench.start(t, { heavy: { busy: false, run } });
  const { world } = busyWorld();
  bench.land(world);
  const order: string[] = [];
  const before = heavy.run(async () => {
    await landing.promise;
    order.push('landing');
    throw new Error('it failed');
  });
  const published = bench.publisher.flush().then(() => order.push('publication'));
  await asked.promise;
  const after = heavy.run(async () => {
    order.push(bench.model.reader.published.unpublished().length === 0 ? 'after it' : 'beside it');
    await Promise.resolve();
  });
  landing.resolve();
  await t.rejects(before, { message: 'it failed' });
  await Promise.all([published, after]);
  t.equal(order[0], 'landing');
  t.ok(order.includes('after it'), order.join(', '));
});

t.test('the commons follow the read model, and each commit says what happened', async (t) => {
  const bench = await Bench.start(t);
  const { world, node, alice, bob, carol, given } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();
  await bench.assertEqual();
  t.same(bench.model.reader.published.unpublished(), []);
  t.match(
    (await bench.messages())[0],
    /^wl publish: all tables\n\nprojection_version: 1\nvector: sha256:[0-9a-f]{64}$/,
  );

  const posted = post(node.log, bob, { title: 'Another' });
  bench.land(world);
  await bench.publisher.flush();
  await bench.assertEqual();
  const line = vectorLine(bench.model.reader.vector());
  t.equal((await bench.messages())[0], `wl post: ${posted.id.slice(0, 12)} by bob\n\nprojection_version: 1\n${line}`);
  const [commit] = await bench.query<{ committer: string; email: string }>(
    'SELECT committer, email FROM dolt_log LIMIT 1',
  );
  t.match(commit, { committer: 'node', email: 'node@example.org' });

  node.log.act(alice, 'stamp.revoked', { stamp: given.id, reason: 'mistaken' });
  node.log.act(carol, 'rig.linked', { other: alice.id, relation: 'same_owner' });
  bench.land(world);
  await bench.publisher.flush();
  await bench.assertEqual();
  t.same(await bench.query('SELECT id FROM stamps'), [], 'a revoked stamp has left');
  t.same(await bench.query('SELECT status FROM rig_links'), [{ status: 'completed' }]);
  t.match((await bench.messages())[0], /^wl publish: 2 acts \(1 link, 1 revoke\)\n/);

  node.log.act(alice, 'comment.posted', { about: posted.id, text: 'A question' });
  bench.land(world);
  await bench.publisher.flush();
  t.match(
    (await bench.messages())[0],
    /^wl comment: w-[0-9a-f]{10} by alice\n/,
    'a new vector is named without new rows',
  );

  const before = await bench.messages();
  await bench.publisher.flush();
  t.same(await bench.messages(), before, 'nothing new, no commit');
});

t.test('nothing but the nine tables stands in the commons, with primary keys only', async (t) => {
  const bench = await Bench.start(t);
  await bench.connection.query('CREATE TABLE stray (a INT PRIMARY KEY)');
  bench.land(busyWorld().world);
  await bench.publisher.flush();
  const tables = await bench.query<Record<string, string>>('SHOW FULL TABLES');
  t.same(tables.map((row) => Object.values(row)[0]).sort(), [...commonsTables].sort());
  const [wanted] = await bench.query<Record<string, string>>('SHOW CREATE TABLE wanted');
  t.match(wanted?.['Create Table'], /PRIMARY KEY \(`id`\)/);
  t.notMatch(wanted?.['Create Table'], /\n\s+(UNIQUE )?KEY|FOREIGN|`title` text NOT NULL/);
  t.same(await bench.query('SELECT * FROM _meta'), [
    { key: 'protocol', value: '1' },
    { key: 'schema_version', value: '1.2' },
  ]);
});

t.test('whatever HEAD does not name is compared whole: nothing is missing and nothing left over', async (t) => {
  const bench = await Bench.start(t);
  const { world, node, bob } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();

  bench.clearFails = new Error('the writer is gone');
  post(node.log, bob);
  bench.land(world);
  await t.rejects(bench.publisher.flush(), { message: 'the writer is gone' });
  t.match(bench.publisher.status(), { failures: 1, pending: true, error: 'the writer is gone' });
  bench.clearFails = undefined;
  await bench.connection.query("UPDATE wanted SET title = 'forged'");
  await bench.connection.query("INSERT INTO stamps (id, author, subject) VALUES ('s-forged', 'a', 'b')");
  const forged = 'forged\n\nprojection_version: 1\nvector: sha256:00';
  await bench.connection.query("CALL DOLT_COMMIT('-Am', ?)", [forged]);
  await bench.publisher.flush();
  await bench.assertEqual();
  t.match(bench.publisher.status(), { failures: 0, pending: false, error: null });

  await bench.connection.query('DELETE FROM wanted');
  const reader = bench.model.still();
  const publication = await publish(bench.connection, reader, { author, anew: true });
  reader.close();
  t.equal(publication.whole, true);
  await bench.assertEqual();
});

t.test('tables of another projection version are made anew', async (t) => {
  const bench = await Bench.start(t);
  bench.land(busyWorld().world);
  await bench.publisher.flush();
  const line = vectorLine(bench.model.reader.vector());
  await bench.connection.query('ALTER TABLE wanted ADD COLUMN more INT');
  await bench.connection.query("CALL DOLT_COMMIT('-Am', ?)", [`wl publish: x\n\nprojection_version: 0\n${line}`]);
  await bench.publisher.flush();
  await bench.assertEqual();
  t.notMatch(await bench.query('SHOW CREATE TABLE wanted'), /more/);
});

t.test('after an act it publishes by itself, at most once a second, and again after a failure', async (t) => {
  let connects = 0;
  const bench: Bench = await Bench.start(t, {
    connect: async () => {
      connects += 1;
      if (connects === 1) throw new Error('no Dolt yet');
      return await bench.dolt.server.connect({ database: 'commons' });
    },
  });
  const { world, node, bob } = busyWorld();
  bench.land(world);
  bench.publisher.notify();
  await until('the first attempt has failed', () => bench.publisher.status().failures === 1);
  t.match(bench.publisher.status(), { pending: true, error: 'no Dolt yet' });
  await until('the second has not', () => bench.publisher.status().published_at !== null);
  await bench.assertEqual();

  const from = Date.now();
  const before = (await bench.messages()).length;
  for (let n = 0; n < 40; n += 1) {
    post(node.log, bob, { title: `Number ${n}` });
    bench.land(world);
    bench.publisher.notify();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(
    'all is published',
    () => !bench.publisher.status().pending && bench.publisher.status().waiting_since === null,
  );
  await bench.publisher.flush();
  await bench.assertEqual();
  const commits = (await bench.messages()).length - before;
  t.ok(commits <= (Date.now() - from) / 1000 + 2, `${commits} commits`);
});

t.test('while acts keep coming it waits until none came for a moment, and not longer than three seconds', async (t) => {
  let now = 1_700_000_000_000;
  let due: (() => void) | undefined;
  const timers = { setTimeout: (fire: () => void) => (due = fire), clearTimeout: () => (due = undefined) };
  const bench = await Bench.start(t, { clock: { now: () => now }, timers });
  const { world } = busyWorld();
  bench.land(world);
  /** Lets the timer fire so many milliseconds later; says whether a publication began. */
  const fires = async (later: number): Promise<boolean> => {
    now += later;
    const fire = due;
    due = undefined;
    fire?.();
    const began = bench.publisher.status().waiting_since === null;
    await until('it is done', () => !began || !bench.publisher.status().pending);
    return began;
  };
  bench.publisher.notify();
  t.equal(await fires(20), true, 'one act after an idle time');

  bench.publisher.notify();
  now += 990;
  bench.publisher.notify();
  t.equal(await fires(10), false, 'acts keep coming');
  t.equal(await fires(100), true, 'none came for a moment');

  bench.publisher.notify();
  for (let waited = 0; waited < 2_900; waited += 50) {
    bench.publisher.notify();
    t.equal(await fires(50), false, `${waited} ms`);
  }
  bench.publisher.notify();
  t.equal(await fires(100), true, 'long enough');
});

t.test('it goes on after Dolt has been started again', async (t) => {
  const bench = await Bench.start(t);
  const { world, node, bob } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();
  const back = new Promise<void>((resolve) => {
    bench.dolt.server.onRestart(resolve);
  });
  process.kill(bench.dolt.server.pid, 'SIGKILL');
  post(node.log, bob);
  bench.land(world);
  bench.publisher.notify();
  await back;
  await until('published again', () => {
    const { pending, failures } = bench.publisher.status();
    return !pending && failures === 0;
  });
  await bench.publisher.flush();
  const connection = await bench.dolt.server.connect({ database: 'commons' });
  const readBack = readCommonsRows(connection);
  const stored = await projectionDigest((table) => readBack[table]);
  await connection.end();
  t.equal(stored, await projectionDigest((table) => publishedRows(bench.model.reader.published, table)));
});

t.test('the digest of the read model is the digest of the rows read back', async (t) => {
  const bench = await Bench.start(t);
  const { world } = busyWorld();
  bench.land(world);
  await bench.publisher.flush();
  const logs = world.entries();
  const reader = bench.model.still();
  const source = readerSource(reader, (origin) => [[...(logs[origin] ?? [])]]);
  const own = await makeDigest(source);
  const [head] = await bench.query<{ hash: string }>("SELECT DOLT_HASHOF('HEAD') AS hash");
  const readBack = readCommonsRows(bench.connection, head?.hash);
  t.same(await makeDigest({ ...source, rows: (table) => readBack[table] }), own);
  reader.close();
});

const hostile = fc.constantFrom(
  'a',
  '\u0000',
  "'",
  '"',
  '\\',
  '`',
  '%',
  '\n',
  '\u2028',
  'ü',
  '漢',
  '😀',
  ' ',
  '\ufeff',
  '{',
);

/** Text of as many UTF-8 bytes as there may be, or a few less. */
function fullText(bytes: number): fc.Arbitrary<string> {
  return fc.array(hostile, { minLength: 1, maxLength: 30 }).map((parts) => {
    const pattern = parts.join('');
    const times = Math.floor(bytes / Buffer.byteLength(pattern));
    return times === 0 ? (parts[0] as string) : pattern.repeat(times);
  });
}

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER),
  fc.maxSafeInteger(),
  fc.constantFrom(0.1, 1e-7, 5e-324, 2.2250738585072014e-308, 1e15 + 0.3, 9007199254740991, -9007199254740991, 1.5e-10),
);
const json = fc
  .jsonValue({ stringUnit: hostile, maxDepth: 5 })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const sandbox = fc
  .dictionary(fullText(40), fc.oneof(number, json), { maxKeys: 8, noNullPrototype: true })
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
  .filter((value) => JSON.stringify(value).length <= 2000 && !JSON.stringify(value).includes('__proto__'));

t.test('whatever the reader accepts fits its column and comes back as it was', async (t) => {
  const bench = await Bench.start(t);
  const { world, alice, bob, completion } = busyWorld();
  bench.land(world);
  const item = bench.model.state.table('items').list('primary')[0] as ItemRow;
  const values = fc.record({
    title: fullText(400),
    description: fullText(8000),
    project: fullText(64),
    tags: fc.array(fullText(64), { minLength: 32, maxLength: 32 }),
    sandbox,
    url: fullText(2000),
    message: fullText(2000),
    name: fullText(100),
    confidences: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
    scores: fc.array(fc.integer({ min: 2, max: 10 }), { minLength: 3, maxLength: 3 }),
    time: fc.integer({ min: 1_600_000_000_000, max: 2_147_483_647_000 }),
  });
  const check = fc.asyncProperty(values, async (value) => {
    const [quality, reliability, creativity] = value.scores.map((score, n) => ({
      score: score / 2,
      confidence: (value.confidences[n] as number) / 100,
    }));
    bench.write((state) => {
      bench.model.setMeta('published', '[]');
      state
        .table('items')
        .put({ ...item, ...value, created_at: value.time, updated_at: 2_147_483_647_000, type: 'research' });
      const submission = state.table('completions').get(completion.id);
      assert.ok(submission);
      state.table('completions').put({ ...submission, evidence: [{ url: value.url }], submitted_at: value.time });
      const [given] = state.table('stamps').list('completion', completion.id, alice.id);
      assert.ok(given && quality && reliability && creativity);
      const { message, tags } = value;
      state.table('stamps').put({ ...given, message, skills: tags, dimensions: { quality, reliability, creativity } });
      const identity = state.table('identities').get(bob.id);
      assert.ok(identity);
      state.table('identities').put({ ...identity, name: value.name });
    });
    await bench.publisher.flush();
    await bench.assertEqual();
  });
  await fc.assert(check, { seed, numRuns: 40 });
});
