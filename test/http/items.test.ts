import t from 'tap';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { land } from '../../src/ledger/landing.ts';
import { HttpNode } from '../support/http-node.ts';
import { ForeignLog } from '../support/ledger.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** What is ready, what is waited for, who holds a lease and until when; on a clock of the test's own. */

t.setTimeout(180_000);
const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
const node = await HttpNode.start(t, { clock });
const poster = await node.rig('poster');
const alice = await node.rig('alice');
const bob = await node.rig('bob');

async function post(members: object = {}): Promise<string> {
  const { status, body } = await node.post('/v1/wanted', poster.token, { title: 'x', type: 'bug', ...members });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.item.id;
}

const act = (rig: { token: string }, item: string, verb: string, body: object = {}) =>
  node.post(`/v1/wanted/${item}/${verb}`, rig.token, body);

async function complete(item: string): Promise<void> {
  await act(alice, item, 'claim');
  await act(alice, item, 'submit', { evidence: [{ url: 'u' }] });
  const { status, body } = await act(poster, item, 'accept');
  if (status !== 200) throw new Error(JSON.stringify(body));
}

t.test('ready: open, and all that it depends on is completed', async (test) => {
  const unknown = `w-${'0'.repeat(40)}`;
  const [first, second] = [await post(), await post()];
  const last = await post({ depends_on: [first, second], parent: first, acceptance: ['it works', 'it is tested'] });
  const never = await post({ depends_on: [unknown] });
  const ready = async (item: string): Promise<unknown> => (await node.get(`/v1/wanted/${item}`)).body.item.ready;
  const listed = async () =>
    (await node.all('/v1/wanted?ready=true&posted_by=poster&sort=created')).map((item: { id: string }) => item.id);
  test.same([await ready(first), await ready(last), await ready(never)], [true, false, false]);
  test.same(await listed(), [first, second]);
  const board = await node.all('/v1/wanted?posted_by=poster&sort=created');
  test.same(
    board.map((item: { ready: boolean }) => item.ready),
    [true, true, false, false],
    'on the board too',
  );

  await complete(first);
  test.equal(await ready(last), false, 'one of two');
  await complete(second);
  test.equal(await ready(last), true);
  test.same(await listed(), [last]);
  test.equal(await ready(first), false, 'what is completed is no longer to be done');

  const detail = (await node.get(`/v1/wanted/${last}`)).body;
  test.same(detail.parent, { id: first, title: 'x', status: 'completed' });
  test.same(
    detail.depends_on.map(({ id, status }: { id: string; status: string }) => [id, status]),
    [
      [first, 'completed'],
      [second, 'completed'],
    ],
  );
  test.same(detail.item.acceptance, ['it works', 'it is tested']);
  const needed = (await node.get(`/v1/wanted/${first}`)).body;
  const same = [{ id: last, title: 'x', status: 'open' }];
  test.same([needed.children, needed.needed_by], [same, same]);
  test.same((await node.get(`/v1/wanted/${never}`)).body.depends_on, [{ id: unknown }], 'not known here');
});

t.test('a lease shows, ends, is renewed by progress, and is taken over only when it is over', async (test) => {
  const item = await post({ claim_ttl: 3600 });
  const shown = async () => (await node.get(`/v1/wanted/${item}`)).body;
  test.equal((await shown()).item.claim, undefined);
  const { claim } = (await act(alice, item, 'claim')).body;
  test.equal(Date.parse(claim.until) - Date.parse(claim.since), 3_600_000);
  test.same((await shown()).item.claim, claim);
  test.same((await shown()).claim, claim);
  test.same((await node.get('/v1/wanted?claimed_by=alice&status=claimed')).body.items[0].claim, claim);
  test.match(await act(bob, item, 'claim'), { status: 409, body: { code: 'wrong_state' } });

  clock.ahead += 3_000_000;
  const renewed = (await act(alice, item, 'progress', { note: 'half' })).body.claim;
  test.equal(renewed.since, claim.since, 'the claim is the same');
  test.ok(Date.parse(renewed.until) >= Date.parse(claim.until) + 3_000_000 - 1_000, `${renewed.until}`);
  clock.ahead += 3_000_000;
  const early = await act(bob, item, 'claim');
  test.match(early, { status: 409, body: { code: 'wrong_state' } }, 'the first lease would be over');
  test.notOk(early.body.legal.includes('wanted.claimed'));

  clock.ahead += 700_000;
  test.match((await shown()).item, { status: 'claimed', claimed_by: { id: alice.id } }, 'until somebody takes it over');
  test.match(await act(alice, item, 'claim'), { status: 403, body: { code: 'not_allowed' } }, 'not oneself');
  const taken = await act(bob, item, 'claim');
  test.match(taken, { status: 200, body: { item: { claimed_by: { id: bob.id } } } });
  test.ok(Date.parse(taken.body.claim.since) > Date.parse(claim.since));
  test.match(await act(alice, item, 'submit', { evidence: [{ url: 'u' }] }), {
    status: 403,
    body: { code: 'not_allowed' },
  });
  test.match((await act(bob, item, 'submit', { evidence: [{ url: 'u' }] })).status, 201);
  test.equal((await shown()).item.claim, undefined, 'in review nothing runs out');
  const back = (await act(poster, item, 'reject')).body.item;
  test.equal(back.claim.since, taken.body.claim.since);
  test.ok(Date.parse(back.claim.until) >= Date.parse(taken.body.claim.until), 'the lease starts anew');
});

t.test(
  'the history says who signed what with which key, where it stands, and its verdict; page by page',
  async (test) => {
    const item = await post();
    await act(alice, item, 'claim');
    await node.post('/v1/comments', bob.token, { about: item, text: 'how?' });
    const { history, cut } = (await node.get(`/v1/wanted/${item}`)).body;
    test.equal(cut, undefined);
    test.match(history, [
      { type: 'wanted.posted', author: { id: poster.id }, verdict: 'ok' },
      { type: 'wanted.claimed', author: { id: alice.id }, verdict: 'ok', body: { item } },
      { type: 'comment.posted', author: { id: bob.id }, verdict: 'ok', body: { about: item, text: 'how?' } },
    ]);
    const rig = (await node.get('/v1/rigs/alice')).body;
    test.same([history[1].kid], rig.keys);
    test.equal(history[1].origin, node.id);
    const { jws } = JSON.parse((await node.get(`/v1/logs/${node.id}/events?after=${history[1].seq - 1}&limit=1`)).text);
    test.equal(hashOf(jws), history[1].hash, 'the place holds');
    test.same(await node.all(`/v1/wanted/${item}/history`, 1), history);
    const chatty = await OwnKeyRig.make(node.id, 'chatty');
    await node.event(chatty.document);
    for (let batch = 0; batch < 2; batch += 1) {
      const texts = Array.from({ length: 100 }, (_, number) => ({ about: item, text: `${batch} ${number}` }));
      const tokens = await Promise.all(texts.map((body) => chatty.sign('comment.posted', body)));
      test.equal((await node.events(tokens)).status, 201);
    }
    const longer = (await node.get(`/v1/wanted/${item}`)).body;
    test.same(longer.cut.sort(), ['comments', 'history']);
    test.same([longer.comments.length, longer.history.length], [200, 200]);
    test.equal((await node.all(`/v1/wanted/${item}/history`)).length, 203);
    test.equal((await node.all(`/v1/comments?about=${item}`)).length, 201);
  },
);

t.test('a claim without an end', async (test) => {
  const item = await post();
  const { claim } = (await act(alice, item, 'claim')).body;
  test.same(Object.keys(claim), ['since']);
  clock.ahead += 40 * 24 * 3_600_000;
  test.match(await act(bob, item, 'claim'), { status: 409, body: { code: 'wrong_state' } });
});

t.test("a withheld text in the home's log makes what it may be about incomplete", async (test) => {
  const far = await ForeignLog.make('reticent');
  const rig = await far.fill(3);
  const idOf = (seq: number): string => `w-${hashOf(far.entries[seq - 1]?.jws ?? '').slice(0, 40)}`;
  const [done, open, hiddenEnd] = [idOf(3), idOf(4), idOf(5)];
  far.append(await rig.sign('wanted.withdrawn', { item: done }));
  far.append(await rig.sign('wanted.withdrawn', { item: hiddenEnd }));
  far.append(await rig.sign('wanted.posted', { title: 'later', type: 'bug', priority: 2, effort: 'small' }));
  const later = idOf(8);
  const hidden = far.entries.map((entry) => (entry.seq === 7 ? { ...entry, jws: `~${hashOf(entry.jws)}` } : entry));
  const landed = { origin: far.origin, checkpoint: await far.checkpoint() };
  await land(node.ledger.writer, { peer: far.origin, peerCommit: 'test', ...landed, entries: [hidden] });
  const incomplete = async (id: string): Promise<unknown> => (await node.get(`/v1/wanted/${id}`)).body.item.incomplete;
  test.equal(await incomplete(open), true, 'it may have been claimed');
  test.equal(await incomplete(hiddenEnd), true, 'it was withdrawn, which nobody can see');
  test.equal(await incomplete(done), undefined, 'it was finished before');
  test.equal(await incomplete(later), undefined, 'it was posted after it');
  const board = await node.all(`/v1/wanted?home=${far.origin}`);
  const marked = board.filter((item: { incomplete?: boolean }) => item.incomplete === true);
  test.same(marked.map(({ id }: { id: string }) => id).sort(), [open, hiddenEnd].sort());
});
