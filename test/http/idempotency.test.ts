import t from 'tap';
import type { Answer } from '../support/http-node.ts';
import { HttpNode } from '../support/http-node.ts';

/** Idempotency-Keys: every write with a token takes one, and gives its first answer again. */

t.setTimeout(180_000);
let introduced = 'A'.repeat(43);
let syncs = 0;
const node = await HttpNode.start(t, {
  peers: {
    introduce: () => Promise.resolve({ id: introduced, name: 'Far' }),
    sync: (peer) => {
      syncs += 1;
      const report = { peer, started_at: syncs, finished_at: syncs, result: 'ok' as const };
      return Promise.resolve({ ...report, landed: 0, documents: 0, logs: [] });
    },
  },
});

interface Operation {
  security?: unknown[];
  parameters?: { in: string; name: string }[];
  responses: Record<string, { description: string }>;
}

t.test('the OpenAPI document says so at every write with a token', async (test) => {
  const { paths } = (await node.get('/openapi.json')).body as { paths: Record<string, Record<string, Operation>> };
  let writes = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (method === 'get') continue;
      const named = operation.parameters?.some((each) => each.in === 'header' && each.name === 'idempotency-key');
      const refuses = operation.responses['422']?.description.includes('idempotency_conflict');
      const withToken = operation.security !== undefined;
      test.same([named === true, refuses === true], [withToken, withToken], `${method} ${path}`);
      writes += withToken ? 1 : 0;
    }
  }
  test.ok(writes >= 20, `${writes} writes`);
});

/** Asks twice with one key, then with the same key for something else. */
async function twice(
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  token: string,
  body?: object,
): Promise<{ first: Answer; again: Answer; other: Answer }> {
  const headers = { 'idempotency-key': `${method} ${url}` };
  const given = body === undefined ? {} : { body };
  const first = await node.ask(method, url, { token, headers, ...given });
  const again = await node.ask(method, url, { token, headers, ...given });
  const other = await node.ask('POST', '/v1/comments', { token, headers, body: { about: 'w-000000', text: 'x' } });
  return { first, again, other };
}

t.test('the acts of a rig', async (test) => {
  const poster = await node.rig('poster');
  const worker = await node.rig('worker');
  const replayed = async (...asked: Parameters<typeof twice>): Promise<Answer> => {
    const { first, again, other } = await twice(...asked);
    const name = `${asked[0]} ${asked[1]}`;
    test.ok(first.status < 300, `${name}: ${first.text}`);
    test.same([again.status, again.body], [first.status, first.body], name);
    test.equal(again.headers['idempotency-replayed'], 'true', name);
    test.match(other, { status: 422, body: { code: 'idempotency_conflict' } }, name);
    return first;
  };
  const { item } = (await replayed('POST', '/v1/wanted', poster.token, { title: 'x', type: 'bug' })).body;
  const at = `/v1/wanted/${item.id}`;
  await replayed('PATCH', at, poster.token, { title: 'y' });
  await replayed('POST', `${at}/claim`, worker.token, {});
  await replayed('POST', `${at}/progress`, worker.token, {});
  await replayed('POST', `${at}/release`, worker.token, {});
  await node.post(`${at}/claim`, worker.token, {});
  const { completion } = (await replayed('POST', `${at}/submit`, worker.token, { evidence: [{ url: 'u' }] })).body;
  await replayed('POST', `${at}/reject`, poster.token, {});
  await node.post(`${at}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  await replayed('POST', `${at}/accept`, poster.token, {});
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  const { stamp } = (await replayed('POST', '/v1/stamps', poster.token, { completion, dimensions })).body;
  await replayed('POST', `/v1/stamps/${stamp.id}/revoke`, poster.token, { reason: 'no' });
  const { comment } = (await replayed('POST', '/v1/comments', worker.token, { about: item.id, text: 'x' })).body;
  await replayed('DELETE', `/v1/comments/${comment.id}`, worker.token);
  await replayed('POST', '/v1/vouches', poster.token, { subject: 'worker' });
  await replayed('DELETE', '/v1/vouches/worker', poster.token);
  await replayed('POST', '/v1/links', poster.token, { other: 'worker' });
  const last = (await node.post('/v1/wanted', poster.token, { title: 'x', type: 'bug' })).body.item.id;
  await replayed('POST', `/v1/wanted/${last}/withdraw`, poster.token, {});
});

t.test("what the operator does, whose keys are no rig's", async (test) => {
  const headers = { 'idempotency-key': 'one' };
  const ask = (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, key = headers) =>
    node.ask(method, url, { token: node.admin, headers: key, ...(body === undefined ? {} : { body }) });
  const added = await ask('POST', '/v1/admin/peers', { url: 'http://far.example' });
  test.equal(added.status, 201);
  const again = await ask('POST', '/v1/admin/peers', { url: 'http://far.example' });
  test.same([again.status, again.body], [201, added.body], 'a second peer of this id would be refused');
  const other = await ask('POST', '/v1/admin/peers', { url: 'http://other.example' });
  test.match(other, { status: 422, body: { code: 'idempotency_conflict' } });
  const rig = await node.rig('one');
  const own = await node.post('/v1/wanted', rig.token, { title: 'x', type: 'bug' }, headers);
  test.equal(own.status, 201, 'a rig may use the same key');

  const sync = () => ask('POST', `/v1/admin/peers/${introduced}/sync`, {}, { 'idempotency-key': 'two' });
  test.same((await sync()).body, (await sync()).body);
  test.equal(syncs, 1);
  const remove = () => ask('DELETE', `/v1/admin/peers/${introduced}`, undefined, { 'idempotency-key': 'three' });
  test.same([(await remove()).status, (await remove()).status], [204, 204]);
  introduced = 'B'.repeat(42) + 'A';
  const unsaid = await ask('DELETE', `/v1/admin/peers/${introduced}`, undefined, { 'idempotency-key': 'four' });
  test.match(unsaid, { status: 404, body: { code: 'not_found' } });
});
