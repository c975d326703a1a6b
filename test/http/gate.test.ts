import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import { earned, postedItem, trusted } from '../support/record.ts';

/** May this one, here? Asked ahead, and at the door. */

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

const ask = async (query: string) => (await node.get(`/v1/gate?${query}`)).body;

t.test('a stranger is answered, and told what would change it', async (t) => {
  const answer = await node.get('/v1/gate?who=github:nobody');
  t.match(answer, {
    status: 200,
    body: {
      allowed: false,
      act: 'contribute',
      account: 'github:nobody',
      tier: { level: 0, name: 'drifter' },
      reasons: [{ code: 'tier_too_low' }],
    },
  });
  t.match(answer.body.would_change.join(), /register a rig here.*or a vouch by somebody/);
  t.match(await ask('who=nobody-here&act=post'), { allowed: true, reasons: [{ code: 'open' }] });
});

t.test('who is asked about has many names', async (t) => {
  for (const who of [worker.id, worker.id.slice(0, 12), 'worker', 'worker@board.example:8080']) {
    t.match(await ask(`who=${who}`), { who: { id: worker.id }, tier: { level: 1 } }, who);
  }
  t.match(await node.get('/v1/gate?who=worker&act=fly'), { status: 400 });
  t.match(await node.get('/v1/gate?who=worker&act=claim&item=w-000000'), { status: 404 });
});

t.test('good work seen by those who count makes a contributor, after a week', async (t) => {
  await earned(node, poster, worker, [anna, ben]);
  const one = await ask('who=worker');
  t.match(one, {
    allowed: false,
    tier: { level: 1, missing: ['2 more accepted completions', '1 more stamp', /^7 days/] },
  });
  await earned(node, poster, worker, [anna]);
  await earned(node, poster, worker, [anna]);
  now += 7 * day + 60_000;
  t.match(await ask('who=worker'), {
    allowed: true,
    reasons: [{ code: 'tier_reached', text: /3 accepted completions, 4 stamps by 2 validators/ }],
  });
  t.match(await ask('who=anna'), { allowed: true, reasons: [{ code: 'vouched' }] });
});

t.test('an item with a min_tier is claimed by who has it, at every door', async (t) => {
  const item = await postedItem(node, poster, { min_tier: 2 });
  const newcomer = await node.rig('newcomer');
  const refused = await node.post(`/v1/wanted/${item}/claim`, newcomer.token, {});
  t.match(refused, {
    status: 403,
    body: { code: 'tier_too_low', missing: [/completions/, /stamps/, /validators/, /days/] },
  });
  t.match(await ask(`who=newcomer&act=claim&item=${item}`), { allowed: false, reasons: [{ code: 'tier_too_low' }] });
  t.match(await ask(`who=worker&act=claim&item=${item}`), { allowed: true, item });
  t.match(await node.post(`/v1/wanted/${item}/claim`, worker.token, {}), { status: 200 });
  t.match(await ask(`who=anna&act=claim&item=${item}`), {
    reasons: [{ code: 'wrong_state', text: /claimed/ }, { code: 'tier_too_low' }],
  });
});

t.test('a block refuses a rig, its owner’s others, an account’s rig and a domain’s, until it is lifted', async (t) => {
  const mallory = await node.rig('mallory');
  const twin = await node.rig('twin');
  await node.post('/v1/links', mallory.token, { other: twin.id });
  await node.post('/v1/links', twin.token, { other: mallory.id });
  const item = await postedItem(node, mallory);
  const added = await node.post('/v1/admin/blocks', node.admin, { who: 'mallory', reason: 'sent slop' });
  t.match(added, { status: 201, body: { target: mallory.id, rig: { handle: 'mallory' }, reason: 'sent slop' } });
  for (const rig of [mallory, twin]) {
    const refused = await node.post('/v1/wanted', rig.token, { title: 'More', type: 'bug' });
    t.match(refused, { status: 403, body: { code: 'blocked', detail: /sent slop/, legal: /wanted.withdrawn/ } });
    t.match(await ask(`who=${rig.id}&act=comment`), { allowed: false, reasons: [{ code: 'blocked' }] });
  }
  t.match(await node.post(`/v1/wanted/${item}/withdraw`, mallory.token, {}), { status: 200 }, 'taking back stays open');
  t.match((await node.get('/v1/admin/blocks')).body.items, [{ target: mallory.id }]);
  t.match(await node.ask('DELETE', `/v1/admin/blocks/${mallory.id}`, { token: node.admin }), { status: 204 });
  t.match(await node.ask('DELETE', `/v1/admin/blocks/${mallory.id}`, { token: node.admin }), { status: 404 });
  t.match(await node.post('/v1/wanted', twin.token, { title: 'More', type: 'bug' }), { status: 201 });

  await node.post('/v1/admin/blocks', node.admin, { who: 'github:Mallory' });
  t.match(await ask('who=github:mallory'), {
    allowed: false,
    reasons: [{ code: 'blocked' }, { code: 'tier_too_low' }],
  });
  t.match(await node.post('/v1/admin/blocks', anna.token, { who: 'worker' }), {
    status: 403,
    body: { code: 'forbidden' },
  });
  t.match(await node.post('/v1/admin/blocks', node.admin, { who: node.id }), { status: 400 });
});

t.test('one rig may hold so many claims, and no race gets it more', async (t) => {
  const { claims } = node.services.settings.doors;
  claims.registered = 3;
  t.teardown(() => (claims.registered = 100));
  const hoarder = await node.rig('hoarder');
  const items = await Promise.all(Array.from({ length: 6 }, () => postedItem(node, poster, { claim_ttl: 3600 })));
  const taken = await Promise.all(items.map((item) => node.post(`/v1/wanted/${item}/claim`, hoarder.token, {})));
  const refused = taken.filter(({ status }) => status === 409);
  t.equal(refused.length, 3);
  t.match(refused[0]?.body, {
    code: 'too_many_claims',
    legal: ['work.submitted', 'wanted.released'],
    missing: /release/,
  });
  const first = items[taken.findIndex(({ status }) => status === 200)] ?? '';
  const left = items.filter((_, index) => taken[index]?.status === 409);
  await node.post(`/v1/wanted/${first}/release`, hoarder.token, {});
  t.match(await node.post(`/v1/wanted/${left[0]}/claim`, hoarder.token, {}), { status: 200 });
  t.match(await ask(`who=hoarder&act=claim&item=${left[1]}`), {
    allowed: false,
    reasons: [{ code: 'too_many_claims' }],
  });
  now += day;
  t.match(await ask(`who=hoarder&act=claim&item=${left[1]}`), { allowed: true }, 'leases that are over hold nobody up');
});

t.test('a node that asks for tiers to post and to review', async (t) => {
  const { least } = node.services.settings.doors;
  Object.assign(least, { post: 2, review: 2 });
  t.teardown(() => Object.assign(least, { post: 0, review: 0 }));
  const refused = await node.post('/v1/wanted', anna.token, { title: 'Paint it', type: 'bug' });
  t.match(refused, { status: 403, body: { code: 'tier_too_low', detail: /post takes tier 2/ } });
  const item = await postedItem(node, worker, { reviewers: ['anna', 'poster'] });
  const helper = await node.rig('helper');
  await node.post(`/v1/wanted/${item}/claim`, helper.token, {});
  await node.post(`/v1/wanted/${item}/submit`, helper.token, { evidence: [{ url: 'https://example.org' }] });
  t.match(await node.post(`/v1/wanted/${item}/reject`, poster.token, {}), {
    status: 403,
    body: { code: 'tier_too_low' },
  });
  t.match(await node.post(`/v1/wanted/${item}/accept`, anna.token, {}), { status: 200 }, 'trusted judgement may judge');
});
