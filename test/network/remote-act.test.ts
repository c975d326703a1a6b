import t from 'tap';
import { OwnKeyRig } from '../support/own-key-rig.ts';
import { eventually, expectSame, startNetwork, Wire } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';

const quickRetries = { firstRetry: 50, longestRetry: 200 };

async function won(node: NetworkNode, hash: string): Promise<void> {
  await eventually(() => {
    const row = node.node.context.services.private.outbox.get(hash);
    expectSame(row?.state, 'won', `outbox of ${node.name}`);
  });
}

/** What happened to an item, as this node shows it: addresses apart, which differ with the URLs that nodes know. */
async function history(node: NetworkNode, item: string): Promise<string[]> {
  const { body } = await node.ask('GET', `/v1/wanted/${item}`);
  const acts = body.history as { type: string; verdict: string }[];
  return acts.map(({ type, verdict }) => `${type} ${verdict}`);
}

t.test('acts on items of another home', async (t) => {
  const { a, b, c } = await startNetwork(t, ['a', 'b', 'c'], { federation: quickRetries });
  const wire = await Wire.to(t, a);
  await b.peer(a, wire.url);
  await c.peer(b);
  await a.peer(b);
  const alice = await a.register('alice');
  const bob = await b.register('bob');
  const carol = await c.register('carol');

  await t.test("from the claim to the stamp, A's answer is the answer", async (t) => {
    const item = await a.post(alice);
    t.match(await b.sync(a), { result: 'ok', transport: 'dolt' });
    const claim = await b.ask('POST', `/v1/wanted/${item}/claim`, {}, bob);
    t.match(claim, {
      status: 200,
      body: { item: { status: 'claimed', claimed_by: { id: bob.id } }, event: { origin: a.id } },
    });
    await eventually(async () => expectSame((await b.item(item)).status, 'claimed', 'the item on B'));

    const again = await b.ask('POST', `/v1/wanted/${item}/claim`, {}, bob);
    t.match(again, { status: 409, body: { code: 'wrong_state' } }, "the home's refusal is passed on");
    t.ok(again.body.legal.includes('work.submitted'), 'with what would be legal');

    const progress = await b.ask('POST', `/v1/wanted/${item}/progress`, { note: 'half' }, bob);
    t.equal(progress.status, 200);
    const evidence = [{ url: 'https://example.org/work' }];
    const submitted = await b.ask('POST', `/v1/wanted/${item}/submit`, { evidence }, bob);
    t.match(submitted.body, { item: { status: 'in_review' } });
    const stamp = { dimensions: { quality: { score: 4, confidence: 0.9 } } };
    const accepted = await a.ask('POST', `/v1/wanted/${item}/accept`, { stamp }, alice);
    t.match(accepted.body, { item: { status: 'completed' }, stamp: {} });

    await b.sync(a);
    await a.sync(b);
    t.same(await history(b, item), await history(a, item));
    t.equal((await history(a, item)).at(-1), 'stamp.issued ok');
    t.match((await b.ask('GET', `/v1/rigs/${bob.id}/stamps`)).body.items, [{ author: { id: alice.id } }]);
    const [ours, theirs] = [await a.digest(), await b.digest()];
    t.same(ours, theirs, 'equal vectors, equal digests');
  });

  await t.test('a home that is down: queued, and won when it is back', async (t) => {
    const item = await a.post(alice);
    await b.sync(a);
    await a.stop();
    const queued = await b.ask('POST', `/v1/wanted/${item}/claim`, {}, bob);
    t.match(queued, {
      status: 202,
      body: { outbox: { state: 'queued', home: a.id } },
    });
    await b.stop();
    await b.start();
    await a.start();
    await won(b, queued.body.outbox.hash);
    t.match(await a.item(item), { status: 'claimed', claimed_by: { id: bob.id } });
    await eventually(async () => expectSame((await b.item(item)).status, 'claimed', 'the item on B'));
  });

  await t.test('a lost answer is no lost claim', async (t) => {
    const item = await a.post(alice);
    await b.sync(a);
    wire.loseAnswers = 1;
    const queued = await b.ask('POST', `/v1/wanted/${item}/claim`, {}, bob);
    t.match(queued, { status: 202, body: { outbox: { state: 'queued' } } });
    t.equal(wire.lost, 1);
    t.equal((await a.item(item)).status, 'claimed', 'A has logged it');
    await won(b, queued.body.outbox.hash);
    const claims = (await history(a, item)).filter((act) => act.startsWith('wanted.claimed'));
    t.equal(claims.length, 1, 'once');
  });

  await t.test('a home that is only known by a hint, and two claims of which one wins', async (t) => {
    const item = await a.post(alice);
    await b.sync(a);
    await c.sync(b);
    t.equal((await c.item(item)).status, 'open', 'relayed');
    const claims = await Promise.all([
      b.ask('POST', `/v1/wanted/${item}/claim`, {}, bob),
      c.ask('POST', `/v1/wanted/${item}/claim`, {}, carol),
    ]);
    t.same(claims.map(({ status }) => status).sort(), [200, 409]);
    const winner = claims[0]?.status === 200 ? bob : carol;
    t.equal((await a.item(item)).claimed_by.id, winner.id);
  });

  await t.test('a rig with a key of its own, by way of a node that is not the home', async (t) => {
    const item = await a.post(alice);
    await b.sync(a);
    const dave = await OwnKeyRig.make(b.id, 'dave');
    t.equal((await b.ask('POST', '/v1/events', { events: [dave.document] })).status, 201);
    const claim = await dave.sign('wanted.claimed', { item }, a.id);
    const relayed = await b.ask('POST', '/v1/events', { events: [claim] });
    t.match(relayed.body.results, [{ origin: a.id, verdict: 'ok', item: { status: 'claimed' } }]);
    const elsewhere = await dave.sign('wanted.claimed', { item }, dave.id);
    t.match((await b.ask('POST', '/v1/events', { events: [elsewhere] })).body.results, [
      { problem: { status: 422, code: 'home_unknown' } },
    ]);
  });
});
