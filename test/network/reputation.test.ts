import t from 'tap';
import { startNetwork } from '../support/network.ts';

/** Evidence travels, scores don't: what comes by a sync counts at once, under the roots of whoever looks. */

t.setTimeout(180_000);
const { a, b } = await startNetwork(t, ['a', 'b']);
await b.peer(a);
const [poster, judge, worker] = [await a.register('poster'), await a.register('judge'), await a.register('worker')];
const item = await a.post(poster);
await a.ask('POST', `/v1/wanted/${item}/claim`, {}, worker);
const { completion } = (await a.ask('POST', `/v1/wanted/${item}/submit`, { evidence: [{ url: 'u' }] }, worker)).body;
const dimensions = { quality: { score: 5, confidence: 1 } };
await a.ask('POST', '/v1/stamps', { completion, dimensions }, judge);
await a.ask('POST', '/v1/admin/vouches', { subject: judge.id }, 'admin');

t.test('a rig that arrives by a sync stands as its evidence lets it under this node’s roots', async (t) => {
  const url = `/v1/rigs/${worker.id}/reputation`;
  const there = (await a.ask('GET', url)).body;
  t.equal(there.reputation.quality.mean, 2 / 3);
  await b.sync(a);
  const before = (await b.ask('GET', url)).body;
  t.match(before, { evidence: { quality: { stamps: 1 } }, reputation: { quality: { uncertainty: 1 } } });
  await b.ask('POST', '/v1/admin/roots', { rig: a.id }, 'admin');
  const after = (await b.ask('GET', url)).body;
  t.same(after.reputation, there.reputation);
  t.match(after.homes, [{ home: { id: a.id }, stamps: 1, share: { quality: 1 } }]);
});
