import t from 'tap';
import { startNetwork } from '../support/network.ts';

/** How a rig looks from another node's roots: asked of peers, believed only when they signed it, shown with its date. */

t.setTimeout(240_000);
const { a, b } = await startNetwork(t, ['a', 'b']);
await b.peer(a);
const poster = await a.register('poster');
const worker = await a.register('worker');
const judge = await a.register('judge');
await a.ask('POST', '/v1/admin/roots', { rig: judge.id }, 'admin');

const item = await a.post(poster);
await a.ask('POST', `/v1/wanted/${item}/claim`, {}, worker);
const done = await a.ask('POST', `/v1/wanted/${item}/submit`, { evidence: [{ url: 'u' }] }, worker);
const dimensions = { quality: { score: 5, confidence: 1 } };
await a.ask('POST', '/v1/stamps', { completion: done.body.completion, dimensions }, judge);
await b.sync(a);

t.test('a peer’s view beside one’s own', async (t) => {
  const theirs = await a.ask('GET', `/v1/rigs/${worker.id}/view`);
  const { status, body } = await b.ask('GET', `/v1/rigs/${worker.id}/views`);
  t.match({ status, body }, { status: 200, body: { rig: { id: worker.id, handle: 'worker' } } });
  t.match(body.items, [{ node: { id: a.id }, view: theirs.body.view }]);
  const [{ roots, value, signed_at: signedAt }] = body.items;
  t.strictSame([...roots].sort(), [a.id, judge.id].sort());
  t.ok(Math.abs(Date.parse(signedAt) - Date.now()) < 120_000, signedAt);
  t.ok(value.quality.mean > 0.5, 'a stamp of weight there');
  t.equal(value.creativity.mean, 0.5);
});

t.test('what was asked once is not asked again at once', async (t) => {
  const before = await b.ask('GET', `/v1/rigs/${worker.id}/views`);
  await a.ask('DELETE', `/v1/admin/roots/${judge.id}`, undefined, 'admin');
  t.strictSame((await b.ask('GET', `/v1/rigs/${worker.id}/views`)).body, before.body);
});

t.test('nobody but peers is asked, and none that is paused', async (t) => {
  t.strictSame((await a.ask('GET', `/v1/rigs/${worker.id}/views`)).body.items, [], 'a pulls from nobody');
  await b.ask('PATCH', `/v1/admin/peers/${a.id}`, { paused: true }, 'admin');
  t.strictSame((await b.ask('GET', `/v1/rigs/${judge.id}/views`)).body.items, []);
  t.equal((await b.ask('GET', `/v1/rigs/${'A'.repeat(43)}/views`)).status, 404);
});
