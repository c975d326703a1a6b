import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import { earned, trusted } from '../support/record.ts';

/** Who stands best, in all and in one skill; on a small node always as of now. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);
const [poster, judge, other, good, better, unheard] = [
  await node.rig('poster'),
  await node.rig('judge'),
  await node.rig('other'),
  await node.rig('good'),
  await node.rig('better'),
  await node.rig('unheard'),
];
await trusted(node, judge);
await trusted(node, other);
await earned(node, poster, good, [judge], { score: 5, members: { skills: ['review'] } });
await earned(node, poster, better, [judge, other], { score: 5, members: { skills: ['typescript'] } });
await earned(node, poster, better, [judge], { score: 3, members: { skills: ['review'] } });
await earned(node, poster, poster, [judge], { score: 2 }).catch(() => undefined);
await earned(node, poster, unheard, [good, better], { score: 5 });

interface Leader {
  rank: number;
  rig: { id: string };
  mean: number;
  uncertainty: number;
  lower: number;
}

const leadersOf = async (query = '', limit = 200): Promise<Leader[]> => node.all(`/v1/leaderboard${query}`, limit);
const idsOf = (leaders: Leader[]): string[] => leaders.map(({ rig }) => rig.id);
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const standing = async (id: string): Promise<any> => (await node.get(`/v1/rigs/${id}/reputation`)).body;

t.test(
  'the order is that of the lower bound, as profiles have it; whoever no weight speaks of has no place',
  async (t) => {
    const leaders = await leadersOf('', 1);
    t.same(idsOf(leaders), [better.id, good.id]);
    t.same(
      leaders.map(({ rank }) => rank),
      [1, 2],
    );
    for (const { rig, mean, uncertainty, lower } of leaders) {
      t.same({ mean, uncertainty, lower }, (await standing(rig.id)).reputation.quality);
    }
    t.same(await leadersOf('?sort=lower', 1), [...leaders].reverse());
    t.same(await leadersOf('?dimension=creativity'), []);
  },
);

t.test('in one skill only what is said by stamps that name it', async (t) => {
  const { dimension, skill, as_of, items } = (await node.get('/v1/leaderboard?skill=review')).body;
  t.match({ dimension, skill, as_of }, { dimension: 'quality', skill: 'review', as_of: /^20/ });
  t.same(idsOf(items), [good.id, better.id]);
  for (const { rig, lower } of items as Leader[]) {
    const { skills } = await standing(rig.id);
    t.equal(skills.find((each: { skill: string }) => each.skill === 'review').reputation.quality.lower, lower);
  }
  t.same(await leadersOf('?skill=juggling'), []);
});

t.test('a cursor of another order is refused', async (t) => {
  const { next_cursor: cursor } = (await node.get('/v1/leaderboard?limit=1')).body;
  const answer = await node.get(`/v1/leaderboard?dimension=creativity&cursor=${cursor}`);
  t.match(answer, { status: 400, body: { code: 'invalid_request' } });
});

t.test('what is taken back is gone at once', async (t) => {
  const { items } = (await node.get(`/v1/rigs/${good.id}/reputation/explain`)).body;
  const revoked = await node.post(`/v1/stamps/${items[0].stamp.id}/revoke`, judge.token, { reason: 'a slip' });
  t.equal(revoked.status, 200, revoked.text);
  t.same(idsOf(await leadersOf()), [better.id]);
  t.same(await leadersOf('?skill=review').then(idsOf), [better.id]);
  for (const rig of [judge, other]) {
    await node.ask('DELETE', `/v1/admin/vouches/${rig.id}`, { token: node.admin });
  }
  t.same(await leadersOf(), []);
});
