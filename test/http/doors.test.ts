import { Agent, get } from 'node:http';
import t from 'tap';
import { buildServer } from '../../src/http/server.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { land } from '../../src/ledger/landing.ts';
import { HttpNode } from '../support/http-node.ts';
import { ForeignLog } from '../support/ledger.ts';

/** What all doors have in common: problems, credentials, idempotency, ETags, policies. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);

t.test('every failure is a problem document with a code', async (test) => {
  const { token } = await node.rig('ann');
  const json = { 'content-type': 'application/json' };
  const cases: [string, number, Awaited<ReturnType<typeof node.get>>][] = [
    ['not_found', 404, await node.get('/v1/nothing')],
    ['not_found', 404, await node.ask('DELETE', '/v1/rigs')],
    ['not_found', 404, await node.get('/v1/wanted/zzz')],
    ['not_found', 404, await node.get('/v1/rigs/nobody')],
    ['malformed_json', 400, await node.ask('POST', '/v1/rigs', { body: '{"handle":', headers: json })],
    ['malformed_json', 400, await node.ask('POST', '/v1/rigs', { body: '{"__proto__":1}', headers: json })],
    [
      'unsupported_media_type',
      415,
      await node.ask('POST', '/v1/rigs', { body: 'a=b', headers: { 'content-type': 'text/plain' } }),
    ],
    ['too_large', 413, await node.post('/v1/rigs', undefined, { handle: 'a'.repeat(300_000) })],
    ['invalid_request', 400, await node.post('/v1/rigs', undefined, { handle: 'bob', colour: 'red' })],
    ['invalid_request', 400, await node.post('/v1/rigs', undefined, { handle: 'Bob' })],
    ['invalid_request', 400, await node.post('/v1/rigs', undefined, { handle: 'bob', kind: 'node' })],
    ['invalid_request', 400, await node.post('/v1/rigs', undefined, {})],
    ['invalid_request', 400, await node.post('/v1/wanted', token, { title: 'x', type: 'bug', priority: '1' })],
    ['invalid_request', 400, await node.post('/v1/wanted', token, { title: 'é'.repeat(201), type: 'bug' })],
    ['invalid_request', 400, await node.get('/v1/wanted?limit=0')],
    ['invalid_request', 400, await node.post('/v1/events', undefined, { events: [] })],
    ['bad_key', 422, await node.post('/v1/rigs', undefined, { handle: 'bob', recovery: [{ kty: 'RSA' }] })],
  ];
  for (const [code, status, answer] of cases) {
    test.match(
      answer,
      { status, body: { code, status, type: `urn:wasteland:problem:${code}` } },
      `${code} ${answer.text}`,
    );
    test.match(answer.headers, { 'content-type': /^application\/problem\+json/ });
  }
  const unknown = await node.post('/v1/rigs', undefined, { handle: 'bob', colour: 'red' });
  test.match(unknown.body.errors, [{ path: '/body', message: 'unknown member "colour"' }]);
});

t.test('what goes wrong inside stays inside', async (test) => {
  const { digest } = node.services;
  test.teardown(() => (node.services.digest = digest));
  node.services.digest = () => Promise.reject(new Error('password=hunter2'));
  const answer = await node.get('/v1/digest');
  test.match(answer, { status: 500, body: { code: 'internal' } });
  test.notMatch(answer.text, 'hunter2');
});

t.test('401 is for credentials, 403 for the wrong ones', async (test) => {
  const { token } = await node.rig('ben');
  const none = await node.post('/v1/wanted', undefined, { nonsense: true });
  test.match(none, { status: 401, body: { code: 'unauthorized' } });
  test.match(none.headers, { 'www-authenticate': 'Bearer' });
  test.match(await node.post('/v1/wanted', 'a.b.c', {}), { status: 401 });
  test.match(await node.post('/v1/wanted', `${token.slice(0, -4)}AAAA`, {}), { status: 401 });
  test.match(await node.post('/v1/wanted', node.admin, {}), { status: 403, body: { code: 'forbidden' } });
  test.match(await node.get('/v1/admin/peers', { token }), { status: 403, body: { code: 'forbidden' } });
  test.match(await node.get('/v1/admin/peers'), { status: 401 });
  test.match(await node.get('/v1/admin/peers', { token: node.admin }), {
    status: 200,
    body: { items: [], next_cursor: null },
  });

  const [row] = node.services.private.tokens.list((await node.get('/v1/rigs/ben')).body.id);
  node.services.private.tokens.revoke(String(row?.jti));
  test.match(await node.post('/v1/wanted', token, {}), { status: 401 }, 'a revoked token');
});

t.test('an Idempotency-Key makes one act of many requests', async (test) => {
  const { token } = await node.rig('cyd');
  const headers = { 'idempotency-key': 'k-1' };
  const body = { title: 'once', type: 'bug' };
  const many = await Promise.all([1, 2, 3].map(() => node.post('/v1/wanted', token, body, headers)));
  test.same(
    many.map((answer) => answer.status),
    [201, 201, 201],
  );
  test.equal(new Set(many.map((answer) => answer.body.item.id)).size, 1);
  test.equal(many.filter((answer) => answer.headers['idempotency-replayed'] === 'true').length, 2);
  const other = await node.post('/v1/wanted', token, { ...body, title: 'twice' }, headers);
  test.match(other, { status: 422, body: { code: 'idempotency_conflict' } });
  test.match(await node.post('/v1/wanted', token, body, { 'idempotency-key': 'x'.repeat(300) }), { status: 400 });

  const { id } = many[0]?.body.item;
  const claim = () => node.post(`/v1/wanted/${id}/claim`, token, {}, { 'idempotency-key': 'k-2' });
  test.equal((await claim()).status, 200);
  test.equal((await claim()).status, 200, 'a second claim would be illegal');
  test.equal((await node.post(`/v1/wanted/${id}/claim`, token, {})).status, 409);
});

t.test('a retry after a crash between log and answer logs the very same event', async (test) => {
  const { token } = await node.rig('dot');
  const { writer } = node.services;
  test.teardown(() => (node.services.writer = writer));
  const headers = { 'idempotency-key': 'crash' };
  const body = { title: 'crash', type: 'bug' };
  node.services.writer = {
    propose: async (proposal) => {
      await writer.propose(proposal);
      throw new Error('the process died here');
    },
    boardCurrent: () => writer.boardCurrent(),
  };
  test.equal((await node.post('/v1/wanted', token, body, headers)).status, 500);
  node.services.writer = writer;
  const retried = await node.post('/v1/wanted', token, body, headers);
  test.equal(retried.status, 201);
  test.equal((await node.get('/v1/wanted?posted_by=dot')).body.items.length, 1);

  const refused = { 'idempotency-key': 'refused' };
  const id = retried.body.item.id;
  test.equal((await node.post(`/v1/wanted/${id}/submit`, token, { evidence: [{ url: 'u' }] }, refused)).status, 409);
  await node.post(`/v1/wanted/${id}/claim`, token, {});
  test.equal((await node.post(`/v1/wanted/${id}/submit`, token, { evidence: [{ url: 'u' }] }, refused)).status, 201);
});

t.test('reads carry an ETag, and change with what they show', async (test) => {
  const { token } = await node.rig('eli');
  const url = '/v1/wanted?posted_by=eli';
  const first = await node.get(url);
  const etag = String(first.headers['etag']);
  test.ok(etag);
  test.equal((await node.get(url, { headers: { 'if-none-match': etag } })).status, 304);
  await node.post('/v1/wanted', token, { title: 'new', type: 'bug' });
  const changed = await node.get(url, { headers: { 'if-none-match': etag } });
  test.equal(changed.status, 200);
  test.equal(changed.body.items.length, 1);
  test.same((await node.get(url)).body, changed.body, 'kept answers are the same answers');
});

t.test('beginnings of ids', async (test) => {
  const { token } = await node.rig('flo');
  const { id } = (await node.post('/v1/wanted', token, { title: 'x', type: 'bug' })).body.item;
  for (const typed of [id, id.slice(0, 8), id.slice(2, 8), id.slice(2)]) {
    test.equal((await node.get(`/v1/wanted/${typed}`)).body.item?.id, id, typed);
  }
  test.equal((await node.get(`/v1/wanted/${id.slice(0, 7)}`)).status, 404, 'five digits are too few');
});

t.test('peers: pinned, changed, removed', async (test) => {
  const { peers } = node.services;
  test.teardown(() => (node.services.peers = peers));
  let id = 'A'.repeat(43);
  const report = { peer: id, started_at: 1, finished_at: 2, result: 'ok', landed: 0, documents: 0, logs: [] } as const;
  node.services.peers = {
    introduce: () => Promise.resolve({ id, name: 'Far' }),
    sync: () => Promise.resolve({ ...report, logs: [] }),
    views: () => Promise.resolve([]),
  };
  const admin = { token: node.admin };
  const added = await node.ask('POST', '/v1/admin/peers', { ...admin, body: { url: 'http://far.example' } });
  test.match(added, { status: 201, body: { id, url: 'http://far.example', name: 'Far', paused: false, failures: 0 } });
  const twice = await node.ask('POST', '/v1/admin/peers', { ...admin, body: { url: 'http://far.example' } });
  test.match(twice, { status: 409, body: { code: 'peer_exists' } });
  test.match(await node.ask('POST', '/v1/admin/peers', { ...admin, body: { url: 'file:///etc' } }), { status: 400 });
  test.match(await node.ask('PATCH', `/v1/admin/peers/${id}`, { ...admin, body: { paused: true } }), {
    status: 200,
    body: { paused: true },
  });
  test.match(await node.ask('POST', `/v1/admin/peers/${id}/sync`, admin), {
    status: 200,
    body: { result: 'ok', peer: id },
  });
  const peer = id;
  id = 'B'.repeat(42) + 'A';
  test.match(await node.ask('PATCH', `/v1/admin/peers/${peer}`, { ...admin, body: { url: 'http://new.example' } }), {
    status: 409,
    body: { code: 'peer_identity_changed' },
  });
  node.services.private.syncs.add({ peer, started_at: 1, ended_at: 2, ok: true, report: { ...report } });
  test.match((await node.get(`/v1/admin/peers/${peer}/syncs`, admin)).body, {
    items: [{ landed: 0 }],
    next_cursor: null,
  });
  test.match(
    (await node.get('/v1/admin/peers', admin)).body.items,
    [{ id: peer, lag: undefined }],
    'never synced well',
  );
  const waiting = { origin: peer, from: 0, to: 1, landed: 1, waiting: 4, refused: [], refused_count: 0 };
  const { private: kept, clock } = node.services;
  kept.syncs.add({ peer, started_at: 3, ended_at: 4, ok: true, report: { ...report, logs: [waiting] } });
  kept.peers.change(peer, { synced_at: clock.now() - 5_000 });
  const { lag } = (await node.get('/v1/admin/peers', admin)).body.items[0];
  test.equal(lag.entries, 4);
  test.ok(lag.milliseconds >= 5_000 && lag.milliseconds < 60_000, `${lag.milliseconds} ms`);
  test.equal((await node.ask('DELETE', `/v1/admin/peers/${peer}`, admin)).status, 204);
  test.equal((await node.ask('DELETE', `/v1/admin/peers/${peer}`, admin)).status, 404);
});

t.test('a home that signed two histories: the proof for the operator, its unfinished items disputed', async (test) => {
  const far = await ForeignLog.make('two-faced');
  const rig = await far.fill(2);
  const landing = await far.landing();
  await land(node.ledger.writer, { peer: far.origin, peerCommit: 'test', ...landing });
  const itemOf = (seq: number): string => `w-${hashOf(far.entries[seq - 1]?.jws ?? '').slice(0, 40)}`;
  const [open, withdrawn] = [itemOf(3), itemOf(4)];
  far.append(await rig.sign('wanted.withdrawn', { item: withdrawn }));
  await land(node.ledger.writer, { peer: far.origin, peerCommit: 'test', ...(await far.landing(4)) });
  const admin = { token: node.admin };
  test.same((await node.get('/v1/admin/peers', admin)).body.equivocations, []);
  // By a prefix: the answer at one URL is kept for a second.
  test.equal((await node.get(`/v1/wanted/${open.slice(0, 20)}`)).body.item.disputed, undefined);

  const entry = far.entries[3];
  const ours = { checkpoint: landing.checkpoint, entry, proof: ['0'.repeat(64)] };
  const theirs = { checkpoint: await far.checkpoint(), entry };
  node.services.private.equivocations.add(far.origin, { seq: 4, ours, theirs, peer: far.origin });
  test.match((await node.get('/v1/admin/peers', admin)).body.equivocations, [
    { origin: far.origin, found_at: /^20.*Z$/, seq: 4, peer: far.origin, ours, theirs },
  ]);
  test.equal((await node.get(`/v1/wanted/${open}`)).body.item.disputed, true);
  test.equal((await node.get(`/v1/wanted/${withdrawn}`)).body.item.disputed, undefined, 'what is finished stays so');
  const { items } = (await node.get(`/v1/wanted?home=${far.origin}&status=open`)).body;
  test.match(items, [{ id: open, disputed: true }], 'on the board too');
});

t.test('operations: alive, ready, counted', async (test) => {
  test.match(await node.get('/livez'), { status: 200, body: { status: 'ok' } });
  test.match(await node.get('/readyz'), { status: 200, body: { status: 'ok', checks: { ledger: 'ok' } } });
  const { status } = node.services;
  test.teardown(() => (node.services.status = status));
  node.services.status = () => ({ ready: false, checks: { ledger: 'away' }, gauges: { outbox_depth: 3 } });
  test.match(await node.get('/readyz'), { status: 503, body: { checks: { ledger: 'away' } } });
  test.match((await node.get('/metrics')).text, /^wasteland_outbox_depth 3$/m);
  test.match((await node.get('/openapi.json')).body, { openapi: '3.1.0' });
  test.match(await node.get('/docs/'), { status: 200 });
});

t.test('registration: closed, or by invitation', async (test) => {
  const { registration } = node.services.settings;
  test.teardown(() => (node.services.settings.registration = registration));
  node.services.settings.registration = 'closed';
  test.match(await node.post('/v1/rigs', undefined, { handle: 'gia' }), { status: 403, body: { code: 'forbidden' } });
  test.match(await node.post('/v1/rigs', node.admin, { handle: 'gia' }), { status: 403 });
  node.services.settings.registration = 'invite';
  test.match(await node.post('/v1/rigs', undefined, { handle: 'gia' }), { status: 403 });
  test.match(await node.post('/v1/rigs', node.admin, { handle: 'gia', kind: 'agent', name: 'Gia' }), {
    status: 201,
    body: { rig: { handle: 'gia', kind: 'agent', name: 'Gia', home: node.id, address: 'gia@board.example:8080' } },
  });
});

t.test('an address that asks too much is told to wait', async (test) => {
  const { services } = node;
  const app = await buildServer(services, { limits: { requests: 20, registrations: 2, loopback: true } });
  test.teardown(() => app.close());
  const register = (remoteAddress: string) =>
    app.inject({ method: 'POST', url: '/v1/rigs', payload: { handle: 'NO' }, remoteAddress });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await register('192.0.2.1')).statusCode);
  test.same(statuses, [400, 400, 429]);
  const refused = await register('192.0.2.1');
  test.match(JSON.parse(refused.body), { code: 'rate_limited', status: 429 });
  test.match(refused.headers, { 'retry-after': /^\d+$/, 'content-type': /^application\/problem\+json/ });
  test.equal((await register('192.0.2.2')).statusCode, 400, 'another address');
  test.equal((await app.inject({ url: '/livez', remoteAddress: '192.0.2.1' })).statusCode, 200);
});

t.test('who asks is said by the proxies that the operator names, and by nobody else', async (test) => {
  const settings = { ...node.services.settings, trustProxy: ['10.0.0.0/8'] };
  const services = { ...node.services, settings };
  const app = await buildServer(services, { limits: { requests: 20, registrations: 1, loopback: true } });
  test.teardown(() => app.close());
  const register = async (remoteAddress: string, client: string) => {
    const headers = { 'x-forwarded-for': client };
    return (await app.inject({ method: 'POST', url: '/v1/rigs', payload: { handle: 'NO' }, remoteAddress, headers }))
      .statusCode;
  };
  test.equal(await register('10.1.2.3', '192.0.2.1'), 400);
  test.equal(await register('10.1.2.3', '192.0.2.1'), 429);
  test.equal(await register('10.1.2.3', '192.0.2.2'), 400, 'another one behind the proxy');
  test.equal(await register('192.0.2.9', '192.0.2.3'), 400);
  test.equal(await register('192.0.2.9', '192.0.2.4'), 429, 'what a stranger says of itself');
});

t.test('closing lets the requests under way finish', async (test) => {
  let answer = (): void => undefined;
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const made = await node.services.digest();
  const digest = () => {
    asked();
    return new Promise<typeof made>((resolve) => (answer = () => resolve(made)));
  };
  const app = await buildServer({ ...node.services, digest });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const response = ask(`${url}/v1/digest`);
  await isAsked;
  const closed = app.close();
  answer();
  test.equal(await response, 200);
  await closed;
});

/** The status of an answer over a real connection, which a client would keep. */
function ask(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent: new Agent({ keepAlive: true }) }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}
