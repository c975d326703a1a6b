import t from 'tap';
import { TierKeeper } from '../../src/operations/reputation/tier-keeper.ts';
import { HttpNode } from '../support/http-node.ts';
import { earned, trusted } from '../support/record.ts';

/** How a tier goes up and down, and what is kept of it. */

t.setTimeout(120_000);
const day = 24 * 60 * 60 * 1000;
let now = Date.now();
const node = await HttpNode.start(t, { clock: { now: () => now } });
// A start takes its time on a busy machine, and not all of it is by this clock.
now = Date.now();
const [poster, anna, ben, worker] = [
  await node.rig('poster'),
  await node.rig('anna'),
  await node.rig('ben'),
  await node.rig('worker'),
];
await trusted(node, anna);
await trusted(node, ben);
const keeper = new TierKeeper(node.services);
const { tiers } = node.services.private;

t.test('registered is no change; a profile says since when and what is missing', async (t) => {
  const { tier } = (await node.get('/v1/rigs/worker')).body;
  t.match(tier, {
    level: 1,
    name: 'registered',
    missing: ['3 more accepted completions', /stamps/, /validators/, /days/],
  });
  t.ok(Math.abs(Date.parse(tier.since) - now) < 60_000, tier.since);
  t.match((await node.get('/v1/rigs/worker/tiers')).body, { items: [], next_cursor: null, tier: { level: 1 } });
});

t.test('entries that speak about a rig have it looked at, without anybody asking', async (t) => {
  now += 8 * day;
  for (let count = 0; count < 3; count++) await earned(node, poster, worker, [anna, ben]);
  t.equal(tiers.latest(worker.id), undefined);
  await keeper.review();
  t.match(tiers.latest(worker.id), {
    level: 2,
    reasons: [/3 accepted completions, 6 stamps by 2 validators/],
    at: now,
  });
  now += day;
  await keeper.review();
  await node.get('/v1/rigs/worker');
  t.equal(tiers.list(worker.id, 10).length, 1, 'the same tier is no change');
});

t.test('who loses validators loses the tier, and the history says why', async (t) => {
  const url = `/v1/admin/vouches/${ben.id}`;
  t.match(await node.ask('DELETE', url, { token: node.admin }), { status: 200 });
  await keeper.reviewAll();
  const { body } = await node.get('/v1/rigs/worker/tiers');
  t.match(body.items, [
    { level: 1, name: 'registered', reasons: [/it lacks 1 more validator/] },
    { level: 2, name: 'contributor' },
  ]);
  t.match(body.tier, { level: 1, since: body.items[0].at });
  const rising = await node.all('/v1/rigs/worker/tiers?sort=at', 1);
  t.same(
    rising.map(({ level }) => level),
    [2, 1],
  );
});

t.test('a closed rig is a drifter, and its history stays', async (t) => {
  const gone = await node.rig('gone');
  t.equal((await node.ask('DELETE', '/v1/rigs/gone', { token: gone.token })).status, 200);
  const { body } = await node.get('/v1/rigs/gone/tiers');
  t.match(body, { items: [{ level: 0, name: 'drifter' }], tier: { level: 0, missing: [/register/] } });
});

t.test('a night’s review of more rigs than a page ends, and can be ended', async (t) => {
  for (let count = 0; count < 450; count++) tiers.add(`rig-${count}`, 2, []);
  await keeper.reviewAll();
  keeper.stop();
  await keeper.reviewAll();
  t.equal(tiers.rigs('', 1000).length >= 451, true);
});
