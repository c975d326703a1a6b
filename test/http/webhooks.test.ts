import t from 'tap';
import { componentCheck } from '../support/component-check.ts';
import { Endpoint } from '../support/endpoint.ts';
import { HttpNode } from '../support/http-node.ts';
import { eventually, expectSame } from '../support/network.ts';

/** Webhooks: made, told, signed, tried again, given up, paused. */

t.setTimeout(180_000);
const hour = 3_600_000;
const clock = {
  ahead: 0,
  stoppedAt: undefined as number | undefined,
  now: () => (clock.stoppedAt ?? Date.now()) + clock.ahead,
};
const limits = { firstRetry: 40, longestRetry: hour };
const node = await HttpNode.start(t, { clock, webhooks: { limits } });
const ann = await node.rig('ann');

// A test knows what it asked for.
/* eslint-disable @typescript-eslint/no-explicit-any */

async function done(
  method: 'POST' | 'PATCH' | 'DELETE' | 'GET',
  path: string,
  token: string,
  body?: object,
): Promise<any> {
  const answer = await node.ask(method, path, { token, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

const posted = async (members: object = {}): Promise<string> =>
  (await done('POST', '/v1/wanted', ann.token, { title: 'a', type: 'bug', ...members })).item.id;
const added = (url: string, members: object = {}, token = ann.token) =>
  done('POST', '/v1/webhooks', token, { url, ...members });
const deliveries = async (id: string): Promise<any[]> =>
  (await done('GET', `/v1/webhooks/${id}/deliveries`, ann.token)).items;
const shown = (id: string) => done('GET', `/v1/webhooks/${id}`, ann.token);
const came = (endpoint: Endpoint, count: number) =>
  eventually(() => expectSame(endpoint.letters.length, count, 'letters'));

t.test(
  'told what happens, the same event that streams carry, signed so that the published library believes it',
  async (t) => {
    const check = await componentCheck(node, 'Happening');
    const endpoint = await Endpoint.start(t);
    const { id, secret } = await added(endpoint.url, { name: 'my tool', type: 'wanted' });
    t.match(secret, /^whsec_/);
    const item = await posted({ title: 'a fence' });
    await done('POST', '/v1/comments', ann.token, { about: item, text: 'not for it' });
    await done('POST', `/v1/wanted/${item}/withdraw`, ann.token, {});
    await came(endpoint, 2);
    for (const letter of endpoint.letters) {
      endpoint.verify(secret, letter);
      t.throws(() => endpoint.verify(secret, { ...letter, text: `${letter.text} ` }), 'no other text');
      t.strictSame(check(letter.body), []);
      t.equal(letter.headers['content-type'], 'application/json');
    }
    t.match(
      endpoint.letters.map(({ body }) => body),
      [{ type: 'wanted.posted', item: { id: item, title: 'a fence' } }, { type: 'wanted.withdrawn' }],
    );
    await eventually(async () => expectSame((await deliveries(id))[0].state, 'delivered', 'its state'));
    t.match(await deliveries(id), [
      { type: 'wanted.withdrawn', state: 'delivered', attempts: 1, status: 204, id: endpoint.ids[1] },
      { type: 'wanted.posted', happening: endpoint.letters[0]?.body.id },
    ]);
    t.match(await shown(id), {
      state: 'active',
      waiting: 0,
      rig: { id: ann.id },
      types: ['wanted'],
      succeeded_at: /^20/,
    });
    t.equal((await shown(id)).secret, undefined, 'the secret is shown once');
    await done('DELETE', `/v1/webhooks/${id}`, ann.token);
    await posted();
    t.match(await node.get(`/v1/webhooks/${id}`, { token: ann.token }), { status: 404 });
    t.equal(endpoint.letters.length, 2, 'nothing more came');
  },
);

t.test('a failure is tried again under the same id, and holds up nobody else', async (t) => {
  const bad = await Endpoint.start(t);
  const good = await Endpoint.start(t);
  let failures = 3;
  bad.answer = () => (failures-- > 0 ? (failures === 1 ? undefined : 500) : 200);
  const { id } = await added(bad.url, { type: 'wanted.posted' });
  const other = await added(good.url, { type: 'wanted.posted' });
  await posted();
  await came(good, 1);
  await came(bad, 4);
  t.equal(bad.ids.length, 1, 'one id');
  await eventually(async () => expectSame((await deliveries(id))[0].state, 'delivered', 'its state'));
  t.match(await deliveries(id), [{ attempts: 4, status: 200, error: undefined }]);
  t.match(await shown(id), { state: 'active', failing_since: undefined });
  await done('DELETE', `/v1/webhooks/${id}`, ann.token);
  await done('DELETE', `/v1/webhooks/${other.id}`, ann.token);
});

t.test('paused, it waits; 410 ends it at once', async (t) => {
  const endpoint = await Endpoint.start(t);
  const { id } = await added(endpoint.url, { type: 'wanted.posted' });
  await done('PATCH', `/v1/webhooks/${id}`, ann.token, { paused: true });
  await posted({ title: 'while it was paused' });
  await posted({ title: 'and one more' });
  t.equal(endpoint.letters.length, 0);
  await done('PATCH', `/v1/webhooks/${id}`, ann.token, { paused: false });
  await came(endpoint, 2);
  endpoint.answer = () => 410;
  await posted();
  await eventually(async () => expectSame((await shown(id)).state, 'dead', 'its state'));
  t.match(await shown(id), { reason: /410/, waiting: 1 });
  await done('DELETE', `/v1/webhooks/${id}`, ann.token);
});

t.test('a test comes whatever the filter, and is signed too', async (t) => {
  const endpoint = await Endpoint.start(t);
  const own = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const { id, secret } = await added(endpoint.url, { item: await posted(), secret: own });
  t.equal(secret, own);
  const { id: delivery } = await done('POST', `/v1/webhooks/${id}/ping`, ann.token);
  await came(endpoint, 1);
  endpoint.verify(own, endpoint.letters[0] as any);
  t.match(endpoint.letters[0], { id: delivery, body: { type: 'ping', webhook: id } });
  await done('DELETE', `/v1/webhooks/${id}`, ann.token);
});

t.test("whose webhooks: a rig's own; the operator's, and everybody's for the operator", async (t) => {
  const endpoint = await Endpoint.start(t);
  const bob = await node.rig('bob');
  const { id } = await added(endpoint.url);
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/ping'],
    ['GET', '/deliveries'],
    ['POST', '/deliveries/msg_x/redeliver'],
  ] as const) {
    const body = method === 'PATCH' ? { paused: true } : undefined;
    const asked = await node.ask(method, `/v1/webhooks/${id}${path}`, { token: bob.token, ...(body ? { body } : {}) });
    t.match(asked, { status: 404, body: { code: 'not_found' } }, `${method} ${path}`);
  }
  t.match(await done('GET', '/v1/webhooks', bob.token), { items: [] });
  const ofNode = await done('POST', '/v1/admin/webhooks', node.admin, { url: endpoint.url, rig: 'bob' });
  t.match((await done('GET', '/v1/admin/webhooks', node.admin)).items, [{ id }, { id: ofNode.id, of: { id: bob.id } }]);
  t.match((await done('GET', '/v1/webhooks', ann.token)).items, [{ id }]);
  t.match(await done('PATCH', `/v1/admin/webhooks/${id}`, node.admin, { paused: true }), { state: 'paused' });
  await done('DELETE', `/v1/admin/webhooks/${ofNode.id}`, node.admin);
  await done('DELETE', `/v1/admin/webhooks/${id}`, node.admin);
});

t.test('one key makes one webhook, and the secret comes again with it', async (t) => {
  const endpoint = await Endpoint.start(t);
  const keyed = () => node.post('/v1/webhooks', ann.token, { url: endpoint.url }, { 'idempotency-key': 'once' });
  const [first, second] = [await keyed(), await keyed()];
  t.match([first.status, second.status], [201, 201]);
  t.strictSame(first.body, second.body);
  t.equal((await done('GET', '/v1/webhooks', ann.token)).items.length, 1);
  await done('DELETE', `/v1/webhooks/${first.body.id}`, ann.token);
});

t.test('as many as a rig may have, and nothing that is no webhook', async (t) => {
  const bodies: [body: object, code: string][] = [
    [{ url: 'ftp://example.org' }, 'invalid_request'],
    [{ url: 'https://' }, 'url_not_allowed'],
    [{ url: 'https://user:pass@example.org/' }, 'url_not_allowed'],
    [{ url: 'https://example.org', secret: 'whsec_short' }, 'invalid_request'],
    [{ url: 'https://example.org', type: 'eaten' }, 'invalid_request'],
    [{ url: 'https://example.org', item: 'w-000000' }, 'not_found'],
  ];
  for (const [body, code] of bodies) {
    t.match((await node.post('/v1/webhooks', ann.token, body)).body, { code }, JSON.stringify(body));
  }
  const { token } = await node.rig('many');
  for (let n = 0; n < 10; n += 1) await added('https://127.0.0.1:1/', {}, token);
  t.match(await node.post('/v1/webhooks', token, { url: 'https://127.0.0.1:1/' }), { status: 429 });
});

t.test('a private address is refused unless the node admits them', async (t) => {
  const strict = await HttpNode.start(t, { allowPrivatePeers: false });
  const { token } = await strict.rig('ann');
  for (const url of [
    'http://example.org/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.1.2.3/',
    'https://localhost/',
  ]) {
    const { status, body } = await strict.post('/v1/webhooks', token, { url });
    t.match({ status, body }, { status: 422, body: { code: 'url_not_allowed' } }, url);
  }
});

// The last, since it turns the clock.
t.test('an endpoint that takes nothing for a day is paused and shown; it goes on from where it stopped', async (t) => {
  const endpoint = await Endpoint.start(t);
  endpoint.answer = () => 302;
  const { id } = await added(endpoint.url, { type: 'wanted.posted' });
  // No retry is due before it is turned.
  clock.stoppedAt = Date.now();
  await posted();
  await came(endpoint, 1);
  await eventually(async () => expectSame((await shown(id)).failing_since !== undefined, true, 'it fails'));
  t.match(await deliveries(id), [{ state: 'waiting', error: /redirect/ }]);
  clock.ahead += 25 * hour;
  node.services.webhooks.wake();
  await eventually(async () => expectSame((await shown(id)).state, 'dead', 'its state'));
  t.match(await shown(id), { reason: /a day/ });
  t.match(await deliveries(id), [{ state: 'failed', attempts: 2 }]);
  clock.stoppedAt = undefined;
  const missed = await posted({ title: 'missed' });
  endpoint.answer = () => 200;
  t.match(await done('PATCH', `/v1/webhooks/${id}`, ann.token, { paused: false }), { state: 'active' });
  await eventually(() => expectSame(endpoint.letters.at(-1)?.body.item.id, missed, 'what it missed'));
  const [, failed] = await deliveries(id);
  t.match(await done('POST', `/v1/webhooks/${id}/deliveries/${failed.id}/redeliver`, ann.token), { id: failed.id });
  await eventually(() => expectSame(endpoint.letters.at(-1)?.id, failed.id, 'the one that was given up'));
  await done('DELETE', `/v1/webhooks/${id}`, ann.token);
});
