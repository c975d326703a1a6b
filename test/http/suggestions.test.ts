import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import { earned, postedItem, trusted } from '../support/record.ts';

/** Who could judge the work for an item, and who could do it. */

t.setTimeout(120_000);
const node = await HttpNode.start(t);
const names = ['poster', 'anna', 'ben', 'smith', 'painter', 'sybil', 'mate'] as const;
const rigs = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await node.rig(name)] as const)),
) as Record<(typeof names)[number], { id: string; token: string }>;
const { poster, anna, ben, smith, painter, sybil, mate } = rigs;
for (const rig of [anna, ben, smith]) await trusted(node, rig);
await earned(node, poster, smith, [anna, ben], { score: 5, members: { skills: ['iron', 'fire'] } });
await earned(node, poster, painter, [anna], { score: 3, members: { skills: ['colour'] } });
await earned(node, poster, mate, [sybil], { score: 5, members: { skills: ['iron'] } });

const handles = async (url: string): Promise<string[]> => {
  const { status, body } = await node.get(url);
  if (status !== 200) throw new Error(`${url}: ${JSON.stringify(body)}`);
  return (body.items as { rig: { handle: string } }[]).map(({ rig }) => rig.handle);
};

t.test('reviewers are those whose judgement counts, the skilled first, without the poster', async (t) => {
  const item = await postedItem(node, anna, { skills: ['iron', 'fire'], reviewers: ['ben'] });
  t.same(await handles(`/v1/wanted/${item}/reviewers`), ['smith', 'ben']);
  t.match((await node.get(`/v1/wanted/${item}/reviewers`)).body.items, [
    { skills: ['fire', 'iron'], may_accept: false, weight: 1 },
    { skills: [], may_accept: true, weight: 1 },
  ]);
  t.same(await handles(`/v1/wanted/${item}/reviewers?limit=1`), ['smith']);
});

t.test('nobody of the worker’s owner is a reviewer', async (t) => {
  await node.post('/v1/links', ben.token, { other: smith.id });
  await node.post('/v1/links', smith.token, { other: ben.id });
  const item = await postedItem(node, poster, { skills: ['iron'] });
  t.same((await handles(`/v1/wanted/${item}/reviewers`)).sort(), ['anna', 'ben', 'smith'], 'nobody works on it yet');
  await node.post(`/v1/wanted/${item}/claim`, ben.token, {});
  t.same(await handles(`/v1/wanted/${item}/reviewers`), ['anna']);
});

t.test('claimers are those seen at such work by who counts; what strangers say counts nothing', async (t) => {
  const iron = await postedItem(node, poster, { skills: ['iron', 'colour'] });
  const { items } = (await node.get(`/v1/wanted/${iron}/claimers`)).body;
  t.match(items, [
    { rig: { handle: 'smith' }, tier: 1, skills: ['iron'] },
    { rig: { handle: 'painter' }, skills: ['colour'] },
  ]);
  t.ok(items[0].lower > items[1].lower);
  t.same(await handles(`/v1/wanted/${await postedItem(node, poster)}/claimers`), ['smith', 'painter'], 'any work');
  t.same(await handles(`/v1/wanted/${await postedItem(node, poster, { skills: ['music'] })}/claimers`), []);
});

t.test('who may not claim it is no claimer: by tier, by a block', async (t) => {
  const high = await postedItem(node, poster, { skills: ['iron'], min_tier: 2 });
  t.same(await handles(`/v1/wanted/${high}/claimers`), []);
  await node.post('/v1/admin/blocks', node.admin, { who: 'painter' });
  const item = await postedItem(node, poster, { skills: ['colour'] });
  t.same(await handles(`/v1/wanted/${item}/claimers`), []);
});
