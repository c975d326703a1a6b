import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { Test } from 'tap';
import { generateKey } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { migrations } from '../../src/private/migrations.ts';
import { openPrivate } from '../../src/private/open.ts';
import type { Private } from '../../src/private/open.ts';
import type { TokenIssuer } from '../../src/private/tokens.ts';

const secret = 'a secret of thirty-two characters';

function directory(test: Test): string {
  return mkdtempSync(join(test.testdir({}), 'node-'));
}

function open(test: Test, options: { path?: string; secret?: string; now?: () => number } = {}): Private {
  const path = options.path ?? join(directory(test), 'node.sqlite');
  const store = openPrivate(path, { secret: options.secret ?? secret, ...(options.now ? { now: options.now } : {}) });
  test.teardown(() => store.close());
  return store;
}

async function issuer(id = 'node', ...before: PrivateKey[]): Promise<TokenIssuer> {
  const key = await generateKey();
  const keys = new Map([key, ...before].map((each) => [each.kid, each]));
  return { id, key, keys };
}

t.test('the file is its owner’s alone, and a newer one is refused', async (test) => {
  const path = join(directory(test), 'node.sqlite');
  openPrivate(path, { secret }).close();
  test.equal(statSync(path).mode & 0o777, 0o600);

  const newer = new DatabaseSync(path);
  newer.exec('PRAGMA user_version = 999');
  newer.close();
  test.throws(() => openPrivate(path, { secret }), { code: 'database_newer' });
});

t.test('a key comes back with the secret that it was kept with, and with no other', async (test) => {
  const path = join(directory(test), 'node.sqlite');
  const { kid, jwk } = await generateKey();
  const store = openPrivate(path, { secret });
  await store.keys.save('alice', kid, jwk);
  test.same(await store.keys.load('alice', kid), jwk);
  test.same(store.keys.kids('alice'), [kid]);
  test.equal(await store.keys.load('bob', kid), undefined, "a rig doesn't get another rig's key");
  store.close();

  test.notOk(readFileSync(path).includes(jwk.d), 'not in the clear');
  const other = open(test, { path, secret: 'another secret of the same length' });
  await test.rejects(other.keys.load('alice', kid), { code: 'bad_config' });
});

t.test("a sealed key can't change places", async (test) => {
  const path = join(directory(test), 'node.sqlite');
  const store = open(test, { path });
  const alice = await generateKey();
  const mallory = await generateKey();
  await store.keys.save('alice', alice.kid, alice.jwk);
  await store.keys.save('mallory', mallory.kid, mallory.jwk);
  const raw = new DatabaseSync(path);
  test.teardown(() => raw.close());
  raw.exec(`UPDATE keys SET jwe = (SELECT jwe FROM keys WHERE rig = 'alice') WHERE rig = 'mallory'`);
  await test.rejects(store.keys.load('mallory', mallory.kid), { code: 'bad_config' });
});

t.test('who the node is, is said once', async (test) => {
  const store = open(test);
  test.equal(store.self.get(), undefined);
  store.self.set({ id: 'n', document: 'x.y.z' });
  test.same({ ...store.self.get() }, { id: 'n', document: 'x.y.z' });
  test.throws(() => store.self.set({ id: 'm', document: 'x.y.z' }));
});

t.test('tokens: good until revoked, and only from this node', async (test) => {
  const store = open(test);
  const node = await issuer();
  const text = await store.tokens.issue(node, 'alice');
  const bearer = await store.tokens.verify(node, text);
  test.same(bearer?.scopes, ['work', 'post', 'stamp', 'account']);
  test.equal(bearer?.rig, 'alice');
  test.equal(await store.tokens.verify(await issuer(), text), undefined, 'another key');
  test.equal(await store.tokens.verify({ ...node, id: 'other' }, text), undefined, 'another issuer');
  test.equal(await store.tokens.verify(node, 'a.b.c'), undefined);
  test.equal(await open(test).tokens.verify(node, text), undefined, 'not in the table');

  test.ok(store.tokens.revoke(String(bearer?.jti)));
  test.notOk(store.tokens.revoke(String(bearer?.jti)));
  test.equal(await store.tokens.verify(node, text), undefined);
  test.equal(store.tokens.list('alice').length, 1);
});

t.test('tokens that end: good until then, known for a while, the same text whenever it is made', async (test) => {
  let now = 1_700_000_000_000;
  const store = open(test, { now: () => now });
  const node = await issuer();
  const { kid } = node.key;
  const row = store.tokens.add({ rig: 'alice', kid, scopes: ['work'], name: 'agent', expires_at: now + 60_000 });
  store.tokens.add({ rig: 'alice', kid, scopes: ['post'] });
  const text = await store.tokens.sign(node, row);
  test.equal(await store.tokens.sign(node, store.tokens.get(row.jti) ?? row), text);
  test.same(await store.tokens.verify(node, text), { rig: 'alice', scopes: ['work'], jti: row.jti });
  test.equal(store.tokens.good('alice'), 2);
  now += 60_000;
  test.equal(await store.tokens.verify(node, text), undefined);
  test.equal(store.tokens.good('alice'), 1);
  test.equal(store.tokens.list('alice').length, 2);
  now += 31 * 24 * 60 * 60_000;
  store.tokens.add({ rig: 'bob', kid, scopes: ['work'] });
  test.equal(store.tokens.list('alice').length, 1, 'forgotten');
});

t.test('tokens of a key that was replaced: good, the same text still, until what it signed ends', async (test) => {
  const store = open(test);
  const old = await issuer();
  const text = await store.tokens.issue(old, 'alice');
  const jti = (await store.tokens.verify(old, text))?.jti ?? '';
  const row = store.tokens.get(jti);
  if (row === undefined) throw new Error('the token is not in the table');
  const node = await issuer('node', old.key as PrivateKey);
  test.match(await store.tokens.verify(node, text), { rig: 'alice' });
  test.equal(await store.tokens.sign(node, row), text);
  const fresh = await store.tokens.issue(node, 'alice');
  test.match(await store.tokens.verify(node, fresh), { rig: 'alice' });
  const crossed = await store.tokens.sign({ ...node, keys: { get: () => node.key } }, row);
  test.equal(await store.tokens.verify(node, crossed), undefined, 'signed with another key than it was made with');
  const later = store.tokens.get((await store.tokens.verify(node, fresh))?.jti ?? '');
  const forged = await store.tokens.sign(old, { ...row, ...later, kid: old.key.kid });
  test.equal(await store.tokens.verify(node, forged), undefined, 'the same, with the old key');
  test.equal(store.tokens.revokeSigned(old.key.kid), 1);
  test.equal(store.tokens.revokeSigned(old.key.kid), 0);
  test.equal(await store.tokens.verify(node, text), undefined);
  test.match(await store.tokens.verify(node, fresh), { rig: 'alice' }, 'what another key signed stays');
});

t.test('a token from before its kid was kept is of the only key that there was', (test) => {
  const path = join(directory(test), 'node.sqlite');
  const before = migrations.findIndex((sql) => sql.includes('ALTER TABLE tokens ADD COLUMN kid'));
  const raw = new DatabaseSync(path);
  raw.exec(`${migrations.slice(0, before).join(';')}; PRAGMA user_version = ${before};
    INSERT INTO self (only, id, document) VALUES (1, 'node', 'x.y.z');
    INSERT INTO keys (kid, rig, jwe, created_at) VALUES ('k1', 'node', '', 1), ('k2', 'alice', '', 1);
    INSERT INTO tokens (jti, rig, scope, created_at) VALUES ('t', 'alice', 'work', 1);`);
  raw.close();
  test.equal(open(test, { path }).tokens.get('t')?.kid, 'k1');
  test.end();
});

t.test('peers are pinned by id and change only where it is said', async (test) => {
  const store = open(test, { now: () => 7 });
  test.ok(store.peers.add('p', 'http://p', 'P'));
  test.notOk(store.peers.add('p', 'http://elsewhere'));
  test.ok(store.peers.change('p', { paused: true, landed_commit: 'abc' }));
  test.match(store.peers.get('p'), { url: 'http://p', name: 'P', paused: true, landed_commit: 'abc', added_at: 7 });
  test.notOk(store.peers.change('q', { paused: true }));
  test.ok(store.peers.remove('p'));
  test.notOk(store.peers.remove('p'));
  test.same(store.peers.list(), []);
});

t.test('of the reports of a peer the last hundred are kept', async (test) => {
  const store = open(test);
  for (let number = 1; number <= 130; number += 1) {
    store.syncs.add({ peer: 'p', started_at: number, ended_at: number, ok: number % 2 === 0, report: { number } });
  }
  store.syncs.add({ peer: 'q', started_at: 1, ended_at: 1, ok: true, report: {} });
  const rows = store.syncs.list('p', 200);
  test.equal(rows.length, 100);
  test.same(rows[0]?.report, { number: 130 });
  test.equal(rows[0]?.ok, true);
  test.equal(rows.at(-1)?.started_at, 31);
  test.equal(store.syncs.list('p', 10, { after: Number(rows[9]?.id) })[0]?.started_at, 120);
});

t.test('outbox: queued once, tried when due, ended once', async (test) => {
  let now = 1000;
  const store = open(test, { now: () => now });
  const act = { hash: 'h', rig: 'alice', type: 'wanted.claimed', home: 'A', item: 'w-1', token: 't', documents: ['d'] };
  store.outbox.add(act);
  now = 2000;
  test.match(store.outbox.add({ ...act, token: 'other' }), { token: 't', created_at: 1000, state: 'queued' });
  test.equal(store.outbox.waiting('alice'), 1);
  test.same(
    store.outbox.due(now, 10).map((row) => [row.hash, row.documents]),
    [['h', ['d']]],
  );
  store.outbox.postpone('h', 5000);
  test.same(store.outbox.due(4999, 10), []);
  test.match(store.outbox.due(5000, 10), [{ attempts: 1 }]);

  store.outbox.settle('h', 'won', { seq: 4 });
  store.outbox.settle('h', 'stale', null);
  test.match(store.outbox.get('h'), { state: 'won', answer: { seq: 4 } });
  test.equal(store.outbox.depth(), 0);
  now += 31 * 24 * 60 * 60_000;
  store.outbox.add({ ...act, hash: 'i' });
  test.equal(store.outbox.get('h'), undefined, 'old ends are let go');
});

t.test('idempotency keys keep tokens, then the answer, for a day', async (test) => {
  let now = 0;
  const path = join(directory(test), 'node.sqlite');
  const store = open(test, { path, now: () => now });
  test.same(store.idempotency.begin('alice', 'k', 'r'), { request: 'r', tokens: null, answer: null });
  store.idempotency.keepTokens('alice', 'k', ['x.y.z']);
  const again = open(test, { path, now: () => now });
  test.same(again.idempotency.begin('alice', 'k', 'other'), { request: 'r', tokens: ['x.y.z'], answer: null });
  store.idempotency.keepAnswer('alice', 'k', { status: 201, body: { a: 1 } });
  test.match(store.idempotency.begin('alice', 'k', 'r').answer, { status: 201, body: { a: 1 } });
  test.equal(store.idempotency.begin('bob', 'k', 'b').tokens, null, "another rig's key is another key");
  now = 25 * 60 * 60 * 1000;
  test.equal(store.idempotency.begin('alice', 'k', 'new').request, 'new');
});

t.test('a rig keeps its last thousand idempotency keys', async (test) => {
  let now = 0;
  const store = open(test, { now: () => now });
  for (now = 1; now <= 1005; now += 1) store.idempotency.begin('alice', `k${now}`, 'r');
  store.idempotency.drop('alice', 'k1004');
  test.equal(store.idempotency.begin('alice', 'k1', 'fresh').request, 'fresh', 'the first was let go');
  test.equal(store.idempotency.begin('alice', 'k1004', 'fresh').request, 'fresh', 'dropped');
  test.equal(store.idempotency.begin('alice', 'k1000', 'fresh').request, 'r');
});

t.test('the first proof of an equivocation stands', async (test) => {
  const store = open(test);
  store.equivocations.add('A', { a: 1 });
  store.equivocations.add('A', { a: 2 });
  test.same(store.equivocations.get('A')?.proof, { a: 1 });
  test.equal(store.equivocations.list().length, 1);
  test.equal(store.equivocations.get('B'), undefined);
});
