import t from 'tap';
import { HttpNode } from '../support/http-node.ts';

/** From whom trust starts on a node, and the node's own vouches: everybody sees them, the operator alone changes them. */

t.setTimeout(120_000);
const node = await HttpNode.start(t);
const alice = await node.rig('alice');
const bob = await node.rig('bob');
const stranger = 'A'.repeat(43);

async function rootIds(): Promise<string[]> {
  const { items } = (await node.get('/v1/admin/roots')).body;
  return (items as { rig: { id: string } }[]).map(({ rig }) => rig.id);
}

t.test('the node itself is the first root', async (t) => {
  t.same(await rootIds(), [node.id]);
});

t.test('the operator adds roots and takes them away; anybody sees them, at once', async (t) => {
  const added = await node.post('/v1/admin/roots', node.admin, { rig: 'alice', note: 'has reviewed for years' });
  t.match(added, { status: 201, body: { rig: { id: alice.id, handle: 'alice' }, note: 'has reviewed for years' } });
  t.match(await node.post('/v1/admin/roots', node.admin, { rig: alice.id }), {
    status: 200,
    body: { note: undefined },
  });
  t.match(await node.post('/v1/admin/roots', node.admin, { rig: stranger }), { status: 201 });
  t.same((await rootIds()).sort(), [node.id, alice.id, stranger].sort());
  t.equal((await node.all('/v1/admin/roots', 1)).length, 3);

  const remove = (rig: string) => node.ask('DELETE', `/v1/admin/roots/${rig}`, { token: node.admin });
  t.match(await remove('alice'), { status: 204 });
  t.match(await remove(stranger), { status: 204 });
  t.match(await remove('bob'), { status: 404, body: { code: 'not_found' } });
  t.same(await rootIds(), [node.id]);
});

t.test('nobody else changes them', async (t) => {
  const body = { rig: alice.id };
  t.match(await node.post('/v1/admin/roots', undefined, body), { status: 401, body: { code: 'unauthorized' } });
  t.match(await node.post('/v1/admin/roots', alice.token, body), { status: 403, body: { code: 'forbidden' } });
  const vouch = { subject: alice.id };
  t.match(await node.post('/v1/admin/vouches', alice.token, vouch), { status: 403, body: { code: 'forbidden' } });
  t.same(await rootIds(), [node.id]);
});

t.test('a node has at most a hundred of them', async (t) => {
  const { roots } = node.services.private;
  const many = Array.from({ length: 99 }, (_, index) => `${String(index).padStart(42, '0')}A`);
  for (const rig of many) roots.add(rig);
  const answer = await node.post('/v1/admin/roots', node.admin, { rig: bob.id });
  t.match(answer, { status: 400, body: { code: 'invalid_request' } });
  for (const rig of many) roots.remove(rig);
});

t.test('the operator vouches with the key of the node, and takes it back', async (t) => {
  const given = await node.post('/v1/admin/vouches', node.admin, { subject: 'bob', note: 'reviews well' });
  t.match(given, { status: 201, body: { vouch: { giver: { id: node.id }, subject: { id: bob.id } } } });
  t.match((await node.get('/v1/rigs/bob/vouches')).body.items, [{ giver: { id: node.id }, note: 'reviews well' }]);
  const withdrawn = await node.ask('DELETE', '/v1/admin/vouches/bob', { token: node.admin });
  t.match(withdrawn, { status: 200, body: { events: [{ type: 'vouch.withdrawn' }] } });
  t.same((await node.get('/v1/rigs/bob/vouches')).body.items, []);
});

t.test('with an Idempotency-Key the node vouches once', async (t) => {
  const keyed = { 'idempotency-key': 'once' };
  const first = await node.post('/v1/admin/vouches', node.admin, { subject: 'alice' }, keyed);
  const second = await node.post('/v1/admin/vouches', node.admin, { subject: 'alice' }, keyed);
  t.equal(second.body.vouch.id, first.body.vouch.id);
  t.equal((await node.get('/v1/rigs/alice/vouches')).body.items.length, 1);
});
