import t from 'tap';
import { reputationOf } from '../../src/domain/reputation/scores.ts';
import { HttpNode } from '../support/http-node.ts';
import { partsOf } from '../support/reputation/explanations.ts';

/** Reputation through the doors: whose stamps weigh what, and why. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);

interface Member {
  id: string;
  token: string;
}

const [poster, worker, judge, friend, stranger] = [
  await node.rig('poster'),
  await node.rig('worker'),
  await node.rig('judge'),
  await node.rig('friend'),
  await node.rig('stranger'),
];

async function handedIn(by: Member): Promise<string> {
  const { item } = (await node.post('/v1/wanted', poster.token, { title: 'x', type: 'bug' })).body;
  await node.post(`/v1/wanted/${item.id}/claim`, by.token, {});
  const evidence = [{ url: 'https://example.org/work' }];
  return (await node.post(`/v1/wanted/${item.id}/submit`, by.token, { evidence })).body.completion;
}

async function stamped(author: Member, completion: string, said: object): Promise<{ id: string }> {
  const { status, body, text } = await node.post('/v1/stamps', author.token, { completion, ...said });
  if (status !== 201) throw new Error(text);
  return body.stamp;
}

const quality = (score: number, confidence = 1) => ({ dimensions: { quality: { score, confidence } } });
const asNode = (subject: Member) => node.post('/v1/admin/vouches', node.admin, { subject: subject.id });
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const standing = async (rig: Member): Promise<any> => (await node.get(`/v1/rigs/${rig.id}/reputation`)).body;

t.test('without a vouch that leads to it, a stamp is evidence and weighs nothing', async (t) => {
  const completion = await handedIn(worker);
  await stamped(stranger, completion, quality(5));
  const { evidence, reputation, weight, skills, growth, homes } = await standing(worker);
  t.match(evidence.quality, { stamps: 1, mean: 5, validators: 1, groups: 1 });
  t.match(reputation.quality, { mean: 0.5, uncertainty: 1 });
  t.ok(Math.abs(reputation.quality.lower - 0.05) < 1e-9);
  t.same([weight, skills, growth, homes], [0, [], [], []]);
});

t.test('a vouch of the node gives weight at once, a withdrawal takes it', async (t) => {
  t.equal((await asNode(judge)).status, 201);
  t.equal((await standing(judge)).weight, 1, 'one typical validator');
  const completion = await handedIn(worker);
  await stamped(judge, completion, { ...quality(5), skills: ['typescript', 'review'] });
  const { reputation, skills, growth, homes } = await standing(worker);
  t.same(reputation.quality.mean, 2 / 3);
  t.same(reputation.quality.uncertainty, 2 / 3);
  t.same(
    skills.map((each: { skill: string }) => each.skill),
    ['review', 'typescript'],
  );
  t.same(skills[0].reputation.quality, reputation.quality);
  t.match(growth, [{ stamps: 1, quality: { r: 1, s: 0, lower: reputation.quality.lower } }]);
  t.match(homes, [{ home: { id: node.id }, stamps: 1, share: { quality: 1, creativity: 0 } }]);
  const profile = (await node.get(`/v1/rigs/worker`)).body;
  t.same(profile.reputation, reputation);

  await node.ask('DELETE', `/v1/admin/vouches/${judge.id}`, { token: node.admin });
  t.equal((await standing(worker)).reputation.quality.uncertainty, 1);
  t.equal((await standing(judge)).weight, 0);
  await asNode(judge);
});

t.test('weight goes on by vouches, and only as far as the damping lets it', async (t) => {
  await node.post('/v1/vouches', judge.token, { subject: friend.id });
  const { weight } = await standing(friend);
  t.ok(weight > 0 && weight < 1, `${weight}`);
  await node.post('/v1/vouches', stranger.token, { subject: poster.id });
  t.equal((await standing(poster)).weight, 0, 'nobody vouches for the stranger');
});

t.test('roots of one’s own change the answer at once', async (t) => {
  await node.post('/v1/admin/roots', node.admin, { rig: stranger.id });
  t.ok((await standing(poster)).weight > 0);
  await node.ask('DELETE', `/v1/admin/roots/${stranger.id}`, { token: node.admin });
  t.equal((await standing(poster)).weight, 0);
});

t.test('of one owner’s stamps each counts half of the one before', async (t) => {
  const twin = await node.rig('twin');
  await node.post('/v1/links', judge.token, { other: twin.id });
  await node.post('/v1/links', twin.token, { other: judge.id });
  t.equal((await standing(twin)).weight, (await standing(judge)).weight, 'one owner, one weight');
  const before = (await standing(worker)).growth[0].quality.r;
  await stamped(twin, await handedIn(worker), quality(5));
  const after = (await standing(worker)).growth[0].quality.r;
  const [w] = [(await standing(judge)).weight];
  t.ok(Math.abs(before - w) < 1e-12 && Math.abs(after - 1.5 * w) < 1e-12, `${before}, then ${after}`);
});

t.test('what is shown is what the plain arithmetic says', async (t) => {
  const { trust, reader } = node.services;
  const stamps = reader.state
    .table('stamps')
    .list('subject', worker.id)
    .filter((stamp) => stamp.counts)
    .map((stamp) => ({ ...stamp, stamp: stamp.id }));
  const plainly = reputationOf(stamps, trust.weights(), (rig) => trust.groupOf(rig));
  const shown = (await standing(worker)).reputation;
  for (const dimension of ['quality', 'reliability', 'creativity'] as const) {
    const { mean, uncertainty, lower } = plainly[dimension];
    t.same(shown[dimension], { mean, uncertainty, lower }, dimension);
  }
});

t.test(
  'the explanation sums to the score, names the path of vouches, and shows what the subject says to it',
  async (t) => {
    const low = await stamped(friend, await handedIn(worker), {
      dimensions: { quality: { score: 1, confidence: 0.35 }, creativity: { score: 4.5, confidence: 0.8 } },
    });
    await node.post('/v1/comments', worker.token, { about: low.id, text: 'the brief said otherwise' });
    const url = `/v1/rigs/${worker.id}/reputation/explain`;
    const all = await node.all(url, 2);
    t.equal(all.length, (await node.get(`/v1/rigs/${worker.id}/stamps?limit=200`)).body.items.length, 'all, in pages');
    const { reputation, raise } = (await node.get(url)).body;
    for (const dimension of ['quality', 'reliability', 'creativity'] as const) {
      const shares = all.reduce((sum, { parts }) => sum + (parts[dimension]?.share ?? 0), 0.5);
      t.ok(Math.abs(shares - reputation[dimension].mean) < 1e-9, `${dimension}: ${shares}`);
    }
    const told = all.find(({ stamp }) => stamp.id === low.id);
    t.same(
      told.path.map((who: { id: string }) => who.id),
      [node.id, judge.id, friend.id].map((rig) => node.services.trust.groupOf(rig)),
    );
    t.match(told.stamp.answers, [{ text: 'the brief said otherwise' }]);
    t.match(told.parts.creativity, { c: 0.8, x: 0.875, discount: 1 });
    const nothing = all.filter(({ weight }) => weight === 0);
    t.match(nothing, [
      { stamp: { author: { id: stranger.id } }, path: [], parts: { quality: { r: 0, s: 0, share: 0 } } },
    ]);
    t.same(nothing, all.slice(-1), 'what gives nothing comes last');
    t.match(raise.join('\n'), /one more validator[^]*no vouch reaches/);

    const { trust } = node.services;
    const judging = { weights: trust.weights(), groupOf: trust.groupOf };
    const rows = node.services.reader.state.table('stamps').list('subject', worker.id);
    const stamps = rows.filter(({ counts }) => counts).map((row) => ({ ...row, stamp: row.id }));
    const parts = partsOf(stamps, judging).filter(({ w }) => w > 0);
    t.equal(parts.length, 4);
    for (const { stamp, dimension, w, c, x, discount, r, s, share } of parts) {
      const shown = all.find((each) => each.stamp.id === stamp);
      t.same(shown.weight, w);
      t.same(shown.parts[dimension], { c, x, discount, r, s, share }, 'as the pure rule has it');
    }
    const rising = await node.all(`${url}?sort=effect`, 2);
    t.same(
      rising.map(({ stamp }) => stamp.id),
      all.map(({ stamp }) => stamp.id).reverse(),
    );
  },
);
