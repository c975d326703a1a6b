import t from 'tap';
import { HttpNode } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';
import { ForeignLog } from '../support/ledger.ts';
import { land } from '../../src/ledger/landing.ts';

/** Every list of the API: its pages, both ways round, give what the whole gives; its filters hold. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);
const admin = { token: node.admin };

const poster = await node.rig('poster');
const worker = await node.rig('worker');
const judges = [await node.rig('judge-one'), await node.rig('judge-two'), await node.rig('judge-three')];
const work: { item: string; completion: string }[] = [];
for (let number = 0; number < 4; number += 1) {
  const { body } = await node.post('/v1/wanted', poster.token, { title: `job ${number}`, type: 'bug' });
  const item: string = body.item.id;
  await node.post(`/v1/wanted/${item}/claim`, worker.token, {});
  const submitted = await node.post(`/v1/wanted/${item}/submit`, worker.token, { evidence: [{ url: 'u' }] });
  work.push({ item, completion: submitted.body.completion });
}
const [first] = work;
if (first === undefined) throw new Error('nothing was handed in');
await node.post(`/v1/wanted/${first.item}/accept`, poster.token, {});
for (const [number, judge] of judges.entries()) {
  const score = { quality: { score: 3 + number / 2, confidence: 0.5 } };
  const stamp = { completion: first.completion, dimensions: score, skills: number === 0 ? ['rust'] : [] };
  await node.post('/v1/stamps', judge.token, stamp);
  await node.post('/v1/vouches', judge.token, { subject: 'worker' });
  await node.post('/v1/links', judge.token, { other: 'poster' });
  await node.post('/v1/comments', judge.token, { about: first.item, text: `comment ${number}` });
}
for (let number = 0; number < 3; number += 1) {
  const far = await ForeignLog.make(`far-${number}`);
  far.append('nonsense');
  await land(node.ledger.writer, { peer: far.origin, peerCommit: 'test', ...(await far.landing()) });
  node.services.private.peers.add(far.origin, `http://far-${number}.example`);
  const peer = far.origin;
  for (let sync = 0; sync < 3; sync += 1) {
    const report = { peer, started_at: sync, finished_at: sync, result: 'ok', landed: 0, documents: 0, logs: [] };
    node.services.private.syncs.add({ peer, started_at: sync, ended_at: sync, ok: true, report });
  }
}
for (let number = 0; number < 3; number += 1) {
  const queued = { rig: worker.id, type: 'wanted.claimed', home: node.id, item: null, token: '', documents: [] };
  node.services.private.outbox.add({ hash: String(number).repeat(64), ...queued });
  await node.post('/v1/tokens', worker.token, { scopes: ['work'] });
}
node.services.private.outbox.settle('1'.repeat(64), 'won', null);
const [{ id: somePeer } = { id: '' }] = node.services.private.peers.list();

const lists: [url: string, sort: string, count: number, token?: string][] = [
  ['/v1/rigs', 'handle', 9],
  ['/v1/rigs?kind=human', 'handle', 5],
  ['/v1/completions', '-submitted', 4],
  ['/v1/completions?status=submitted&worker=worker', '-submitted', 3],
  [`/v1/completions?item=${first.item.slice(0, 12)}`, '-submitted', 1],
  ['/v1/rigs/worker/completions', '-submitted', 4],
  ['/v1/rigs/worker/completions?status=accepted', '-submitted', 1],
  ['/v1/stamps', '-created', 3],
  [`/v1/stamps?completion=${first.completion}`, '-created', 3],
  ['/v1/rigs/worker/stamps', '-created', 3],
  ['/v1/rigs/judge-one/stamps?by=author', '-created', 1],
  ['/v1/rigs/worker/vouches', '-created', 3],
  ['/v1/rigs/judge-two/vouches?by=giver', '-created', 1],
  ['/v1/rigs/poster/links', 'other', 3],
  [`/v1/comments?about=${first.item}`, 'created', 3],
  ['/v1/logs', 'origin', 4],
  ['/v1/admin/peers', 'added', 3, node.admin],
  [`/v1/admin/peers/${somePeer}/syncs`, '-started', 3, node.admin],
  [`/v1/logs/${node.id}/entries`, 'seq', Number((await node.get('/v1/digest')).body.vector[node.id][0])],
  [`/v1/logs/${somePeer}/entries`, 'seq', 2],
  [`/v1/logs/${somePeer}/entries?code=not_compact`, 'seq', 1],
  [`/v1/logs/${somePeer}/entries?code=ok`, 'seq', 1],
  ['/v1/tokens', 'created', 4, worker.token],
  ['/v1/admin/tokens?rig=worker', 'created', 4, node.admin],
  ['/v1/outbox', '-created', 3, worker.token],
  ['/v1/outbox?state=queued', '-created', 2, worker.token],
  ['/v1/wanted?posted_by=poster&sort=created', 'created', 4],
];

t.test('pages of any size, and both ways round, give the same list', async (test) => {
  for (const [url, sort, count, token] of lists) {
    const options = token === undefined ? {} : { token };
    const whole = await node.all(url, 200, options);
    test.equal(whole.length, count, url);
    test.same(await node.all(url, 1, options), whole, `${url} one by one`);
    test.same(await node.all(url, 2, options), whole, `${url} two by two`);
    const turned = sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
    const base = url.replace(/[?&]sort=\w+/, '');
    const inOrder = `${base}${base.includes('?') ? '&' : '?'}sort=`;
    test.same(await node.all(`${inOrder}${sort}`, 200, options), whole, `${url} in its own order by name`);
    test.same(await node.all(`${inOrder}${turned}`, 1, options), [...whole].reverse(), `${url} turned round`);
  }
});

t.test('limits have bounds, and cursors belong to their list and order', async (test) => {
  for (const [url, sort, count, token] of lists) {
    const options = token === undefined ? {} : { token };
    const at = `${url}${url.includes('?') ? '&' : '?'}`;
    const refused = { status: 400, body: { code: 'invalid_request' } };
    for (const wrong of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'colour=red', 'sort=colour']) {
      test.match(await node.get(`${at}${wrong}`, options), refused, `${url} ${wrong}`);
    }
    if (count === 1) continue;
    const { next_cursor: cursor } = (await node.get(`${at}limit=1`, options)).body;
    const other = url.includes('/wanted') ? '/v1/rigs' : '/v1/wanted';
    test.match(await node.get(`${other}?cursor=${cursor}`), refused, `${url}: the cursor of another list`);
    if (url.includes('sort=')) continue;
    const turned = sort.startsWith('-') ? sort.slice(1) : `-${sort}`;
    test.match(await node.get(`${at}sort=${turned}&cursor=${cursor}`, options), refused, `${url}: of another order`);
  }
});

t.test('rigs: by home, handle, owner, words and skill', async (test) => {
  const handles = async (query: string) =>
    (await node.all(`/v1/rigs?${query}`)).map((rig: { handle: string }) => rig.handle);
  test.same(await handles(`home=${node.id}&kind=human`), ['judge-one', 'judge-three', 'judge-two', 'poster', 'worker']);
  test.same(await handles('handle=worker'), ['worker']);
  test.same(await handles('q=judge'), ['judge-one', 'judge-three', 'judge-two']);
  test.same(await handles('q=judge%20tw'), ['judge-two']);
  test.same(await handles('q=t'), ['judge-three', 'judge-two']);
  test.same(await handles('skill=rust'), ['worker']);
  test.same(await handles('skill=go'), []);
  const agent = await OwnKeyRig.make(node.id, 'robot', { kind: 'agent', owner: worker.id });
  test.equal((await node.event(agent.document)).status, 201);
  test.same(await handles('owner=worker'), ['robot']);
  test.match(await node.get('/v1/rigs?owner=nobody'), { status: 404, body: { code: 'not_found' } });
});

t.test('a vouch that was taken back is in no list', async (test) => {
  test.equal((await node.ask('DELETE', '/v1/vouches/worker', { token: judges[0]?.token ?? '' })).status, 200);
  test.equal((await node.all('/v1/rigs/worker/vouches')).length, 2);
  test.same(await node.all('/v1/rigs/judge-one/vouches?by=giver'), []);
});

t.test('the vector comes whole where nobody asks for a part', async (test) => {
  const { body } = await node.get('/v1/logs');
  test.equal(body.items.length, 4);
  test.equal(body.next_cursor, null);
});

t.test('the operator alone sees peers', async (test) => {
  test.match(await node.get('/v1/admin/peers?limit=1'), { status: 401 });
  test.equal((await node.get('/v1/admin/peers?limit=1', admin)).body.items.length, 1);
});

t.test('entries say what they are, or only why they are nothing', async (test) => {
  const [document, nonsense] = (await node.get(`/v1/logs/${somePeer}/entries`)).body.items;
  test.match(document, { origin: somePeer, seq: 1, verdict: 'ok', type: 'identity', author: { id: somePeer } });
  test.same(Object.keys(nonsense), ['origin', 'seq', 'at', 'hash', 'verdict']);
  test.equal(nonsense.verdict, 'rejected: not_compact');
  const { items } = (await node.get(`/v1/logs/${node.id}/entries?sort=-seq&limit=200`)).body;
  const posted = items.find(({ type }: { type: string }) => type === 'wanted.posted');
  test.match(posted, { author: { handle: 'poster' }, made: work[3]?.item, item: work[3]?.item, body: { type: 'bug' } });
});
