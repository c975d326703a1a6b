import t from 'tap';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Answer } from '../support/http-node.ts';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** Bearer tokens: what each lets its bearer do, how they are made, listed, ended and replaced. */

t.setTimeout(180_000);
const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
const node = await HttpNode.start(t, { clock });

async function made(token: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await node.post('/v1/tokens', token, body, headers);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer;
}

t.test('made, listed, used, and ended by its rig', async (test) => {
  const { id: rig, token } = await node.rig('ann');
  const { body } = await made(token, { scopes: ['work'], name: 'my agent' });
  test.match(body, { rig, scopes: ['work'], name: 'my agent', token: /^ey/, expires_at: undefined });
  const list = async () => (await node.get('/v1/tokens', { token })).body.items;
  test.match(await list(), [
    { scopes: ['work', 'post', 'stamp', 'account'], current: true, revoked_at: undefined },
    { id: body.id, scopes: ['work'], name: 'my agent', current: false },
  ]);
  test.notMatch(JSON.stringify(await list()), /[\w-]{20,}\.[\w-]{20,}\./, 'no text of any');
  test.match(await node.post('/v1/wanted/w-000000/claim', body.token, {}), { status: 404 });
  const end = () => node.ask('DELETE', `/v1/tokens/${body.id}`, { token });
  test.equal((await end()).status, 204);
  test.match(await node.post('/v1/wanted/w-000000/claim', body.token, {}), { status: 401 });
  test.match((await list())[1], { id: body.id, revoked_at: /^20/ });
  test.equal((await end()).status, 204, 'twice is no error');
});

t.test('a token may do what its scopes say, and nothing else', async (test) => {
  const { token } = await node.rig('bea');
  const ref = 'w-000000';
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  const key = 'A'.repeat(43);
  type Ask = [method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body: object | undefined, scopes: string[]];
  const asked: Ask[] = [
    ['POST', `/v1/wanted/${ref}/claim`, {}, ['work']],
    ['POST', `/v1/wanted/${ref}/progress`, {}, ['work']],
    ['POST', `/v1/wanted/${ref}/submit`, { evidence: [{ url: 'u' }] }, ['work']],
    ['POST', `/v1/wanted/${ref}/release`, {}, ['work', 'post']],
    ['POST', '/v1/wanted', { title: 'x', type: 'bug', parent: ref }, ['post']],
    ['PATCH', `/v1/wanted/${ref}`, { title: 'x' }, ['post']],
    ['POST', `/v1/wanted/${ref}/withdraw`, {}, ['post']],
    ['POST', `/v1/wanted/${ref}/accept`, {}, ['post']],
    ['POST', `/v1/wanted/${ref}/reject`, {}, ['post']],
    ['POST', '/v1/stamps', { completion: 'c-000000', dimensions }, ['stamp']],
    ['POST', '/v1/stamps/s-000000/revoke', { reason: 'x' }, ['stamp']],
    ['POST', '/v1/vouches', { subject: 'nobody' }, ['stamp']],
    ['DELETE', '/v1/vouches/nobody', undefined, ['stamp']],
    ['POST', '/v1/links', { other: 'nobody' }, ['account']],
    ['GET', '/v1/tokens', undefined, ['account']],
    ['DELETE', '/v1/tokens/other', undefined, ['account']],
    ['POST', '/v1/comments', { about: ref, text: 'x' }, ['work', 'post', 'stamp', 'account']],
    ['DELETE', '/v1/comments/m-000000', undefined, ['work', 'post', 'stamp', 'account']],
    ['GET', `/v1/outbox/${'0'.repeat(64)}`, undefined, ['work', 'post', 'stamp', 'account']],
  ];
  for (const scope of ['work', 'post', 'stamp', 'account']) {
    const { body: one } = await made(token, { scopes: [scope] });
    for (const [method, url, body, scopes] of asked) {
      const answer = await node.ask(method, url, { token: one.token, ...(body === undefined ? {} : { body }) });
      const name = `${method} ${url} with ${scope}: ${answer.text.slice(0, 120)}`;
      if (scopes.includes(scope)) test.ok([200, 404, 409].includes(answer.status), name);
      else test.match(answer, { status: 403, body: { code: 'forbidden' } }, name);
    }
    test.equal((await node.ask('DELETE', `/v1/tokens/${one.id}`, { token: one.token })).status, 204, 'any ends itself');
  }
  const { body: judge } = await made(token, { scopes: ['post'] });
  const stamp = { stamp: { dimensions } };
  test.match(
    await node.post(`/v1/wanted/${ref}/accept`, judge.token, stamp),
    { status: 403, body: { code: 'forbidden' } },
    'a stamp takes its scope wherever it is issued',
  );
  test.match(await node.get('/v1/admin/tokens?rig=bea', { token }), { status: 403 });
  test.match(await node.get(`/v1/admin/tokens?rig=${key}`, { token: node.admin }), { status: 404 });
});

t.test('a token makes none that may more than itself', async (test) => {
  const { token } = await node.rig('cal');
  const { body: narrow } = await made(token, { scopes: ['account', 'work'] });
  const more = await node.post('/v1/tokens', narrow.token, { scopes: ['work', 'stamp'] });
  test.match(more, { status: 403, body: { code: 'forbidden' } });
  test.equal((await node.post('/v1/tokens', narrow.token, { scopes: ['work'] })).status, 201);
  test.same((await made(token, { scopes: ['work', 'work'] })).body.scopes, ['work']);
  for (const wrong of [{}, { scopes: [] }, { scopes: ['all'] }]) {
    test.match(await node.post('/v1/tokens', token, wrong), { status: 400 }, JSON.stringify(wrong));
  }
});

t.test('a token with an end', async (test) => {
  const { token } = await node.rig('dov');
  const { body } = await made(token, { scopes: ['work'], expires_in: 3600 });
  test.ok(Math.abs(Date.parse(body.expires_at) - clock.now() - 3_600_000) < 60_000);
  const use = () => node.post('/v1/wanted/w-000000/claim', body.token, {});
  test.equal((await use()).status, 404);
  clock.ahead += 3_601_000;
  test.match(await use(), { status: 401, body: { code: 'unauthorized' } });
});

t.test('a retry gives the same token, whose text no file holds', async (test) => {
  const { token } = await node.rig('eva');
  const headers = { 'idempotency-key': 'one' };
  const first = await made(token, { scopes: ['work'] }, headers);
  const again = await made(token, { scopes: ['work'] }, headers);
  test.same(again.body, first.body);
  test.equal(again.headers['idempotency-replayed'], 'true');
  test.equal((await node.get('/v1/tokens', { token })).body.items.length, 2);
  const file = new DatabaseSync(join(node.ledger.dolt.dataDir, 'node.sqlite'), { readOnly: true });
  test.teardown(() => file.close());
  const kept = JSON.stringify(file.prepare('SELECT * FROM idempotency').all());
  test.ok(kept.includes(first.body.id), 'the answer is kept');
  test.notOk(kept.includes(first.body.token), 'but for the text');
  test.notOk(JSON.stringify(file.prepare('SELECT * FROM tokens').all()).includes(first.body.token));
});

t.test('a retry after a crash finds the token that was made', async (test) => {
  const { token } = await node.rig('lou');
  const headers = { 'idempotency-key': 'crash' };
  const { idempotency } = node.services.private;
  const keep = idempotency.keepAnswer.bind(idempotency);
  test.teardown(() => (idempotency.keepAnswer = keep));
  idempotency.keepAnswer = () => {
    throw new Error('the process died here');
  };
  test.equal((await node.post('/v1/tokens', token, { scopes: ['work'] }, headers)).status, 500);
  idempotency.keepAnswer = keep;
  const { body } = await made(token, { scopes: ['work'] }, headers);
  const { items } = (await node.get('/v1/tokens', { token })).body;
  test.same(
    items.map(({ id }: { id: string }) => id),
    [items[0].id, body.id],
  );
});

t.test('a hundred are enough', async (test) => {
  const { token } = await node.rig('fin');
  for (let count = 1; count < 100; count += 1) await made(token, { scopes: ['work'] });
  const more = await node.post('/v1/tokens', token, { scopes: ['work'] });
  test.match(more, { status: 429, body: { code: 'rate_limited' } });
  const [, second] = (await node.get('/v1/tokens', { token })).body.items;
  await node.ask('DELETE', `/v1/tokens/${second.id}`, { token });
  test.equal((await node.post('/v1/tokens', token, { scopes: ['work'] })).status, 201);
});

t.test("another rig's tokens are nobody's business; the operator helps who has lost theirs", async (test) => {
  const gus = await node.rig('gus');
  const hal = await node.rig('hal');
  const [{ id }] = (await node.get('/v1/tokens', { token: gus.token })).body.items;
  test.match(await node.ask('DELETE', `/v1/tokens/${id}`, { token: hal.token }), { status: 404 });
  const admin = { token: node.admin };
  test.match((await node.get('/v1/admin/tokens?rig=gus', admin)).body.items, [{ id, rig: gus.id, current: false }]);
  test.equal((await node.ask('DELETE', `/v1/admin/tokens/${id}`, admin)).status, 204);
  test.equal((await node.get('/v1/tokens', { token: gus.token })).status, 401);
  const helped = await node.ask('POST', '/v1/admin/tokens', { ...admin, body: { rig: 'gus', name: 'a new start' } });
  test.match(helped, { status: 201, body: { rig: gus.id, scopes: ['work', 'post', 'stamp', 'account'] } });
  test.equal((await node.get('/v1/tokens', { token: helped.body.token })).status, 200);
  const own = await OwnKeyRig.make(node.id, 'own');
  await node.event(own.document);
  test.match(
    await node.ask('POST', '/v1/admin/tokens', { ...admin, body: { rig: own.id } }),
    { status: 409, body: { code: 'no_key' } },
    'for whom this node does not sign',
  );
  test.match(await node.ask('POST', '/v1/admin/tokens', { token: hal.token, body: { rig: 'gus' } }), { status: 403 });
});
