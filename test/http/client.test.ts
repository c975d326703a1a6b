import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import t from 'tap';
import type { Test } from 'tap';
import {
  addKey,
  catchUp,
  ClientError,
  dropKeys,
  findRig,
  generateKey,
  latestDocument,
  newRig,
  nextDocument,
  NodeClient,
  publicKeyOf,
  rotateKey,
  SigningClient,
} from '../../src/client/index.ts';
import type { LocalRig } from '../../src/client/index.ts';
import { HttpNode } from '../support/http-node.ts';
import { listen } from '../support/peer.ts';

t.setTimeout(120_000);

const node = await HttpNode.start(t);
const client = new NodeClient({ url: await node.app.listen({ port: 0, host: '127.0.0.1' }) });
const poster = await node.rig('poster');

async function newItem(): Promise<string> {
  const { body } = await node.post('/v1/wanted', poster.token, { title: 'Mend the fence', type: 'bug' });
  return String(body.item.id);
}

/** A rig whose key is here, registered. */
async function newWorker(handle: string): Promise<LocalRig> {
  const rig = await newRig({ kind: 'agent', handle, home: node.id }, await generateKey(), Date.now());
  await new SigningClient(client, rig).publish();
  return rig;
}

/** Comments on an item and gives the verdict. */
async function say(rig: LocalRig, item: string, text: string): Promise<string> {
  const { result } = await new SigningClient(client, rig).actAtHome('comment.posted', { about: item, text });
  return 'verdict' in result ? result.verdict : 'queued';
}

async function said(item: string): Promise<string[]> {
  const { comments } = await client.get('/v1/wanted/{id}', { params: { path: { id: item } } });
  return comments.map(({ text }) => text);
}

t.test('answers are read by their types, refusals come with their code and what would be legal', async (t) => {
  const [rig, item] = [await newWorker('reader'), await newItem()];
  t.equal((await client.node()).id, node.id);
  const page = await client.get('/v1/wanted', { params: { query: { ready: true, limit: 1 } } });
  t.equal(page.items[0]?.id, item);
  const refused = client.get('/v1/wanted/{id}', { params: { path: { id: `w-${'0'.repeat(40)}` } } });
  await t.rejects(refused, { name: 'ClientError', kind: 'refused', code: 'not_found' });
  const submitted = new SigningClient(client, rig).actAt(node.id, 'work.submitted', { item, evidence: [{ url: 'x' }] });
  await t.rejects(submitted, { code: 'wrong_state', legal: ['wanted.claimed'] });
  const nameless = client.post('/v1/wanted/{id}/claim', { params: { path: { id: item } }, body: {} });
  await t.rejects(nameless, { code: 'unauthorized' });
});

t.test('a second key acts, is found by its owner, and goes; what it said stays', async (t) => {
  const [rig, item] = [await newWorker('two-keys'), await newItem()];
  const second = await generateKey();
  await t.rejects(findRig(client, rig.id, second), { code: 'refused' }, 'not a key of the rig yet');
  const both = await addKey(rig, publicKeyOf(second), Date.now());
  await new SigningClient(client, both).publish();

  const elsewhere = await findRig(client, 'two-keys', second);
  t.strictSame(elsewhere, { ...both, key: second });
  t.equal(await say(elsewhere, item, 'by the second key'), 'ok');
  t.strictSame(await catchUp(client, rig), both, 'the first key learns of the second');

  const one = await dropKeys(client, both, [second.kid], Date.now());
  await new SigningClient(client, one).publish();
  await t.rejects(say(elsewhere, item, 'too late'), { code: 'key_revoked' });
  t.strictSame(await said(item), ['by the second key']);
  t.strictSame(latestDocument(await catchUp(client, elsewhere)).payload, latestDocument(one).payload);
  await t.rejects(dropKeys(client, one, [rig.key.kid], Date.now()), { code: 'refused' }, 'not the key that signs');
});

t.test('a key dropped as stolen counts only as far as its owner says', async (t) => {
  const [rig, item] = [await newWorker('robbed'), await newItem()];
  const stolen = await generateKey();
  const both = await addKey(rig, publicKeyOf(stolen), Date.now());
  await new SigningClient(client, both).publish();
  const { items } = await client.get('/v1/logs');
  await say({ ...both, key: stolen }, item, 'by a thief');
  t.strictSame(await said(item), ['by a thief']);
  const upto = Object.fromEntries(items.map(({ origin, seq }) => [origin, seq]));
  t.strictSame(Object.keys(upto), [node.id]);
  await new SigningClient(client, await dropKeys(client, both, [stolen.kid], Date.now(), upto)).publish();
  t.strictSame(await said(item), []);
});

t.test('a rotated key keeps the rig, and what the old one said', async (t) => {
  const [rig, item] = [await newWorker('rotating'), await newItem()];
  await say(rig, item, 'with the old key');
  const rotated = await rotateKey(client, rig, await generateKey(), Date.now());
  await new SigningClient(client, rotated).publish();
  t.equal(rotated.id, rig.id);
  t.equal(await say(rotated, item, 'with the new key'), 'ok');
  await t.rejects(say(rig, item, 'with the old key again'), { code: 'key_revoked' });
  t.strictSame(await said(item), ['with the old key', 'with the new key']);
});

t.test('a recovery key takes the rig back from who holds its key', async (t) => {
  const item = await newItem();
  const [key, recovery, fresh] = [await generateKey(), await generateKey(), await generateKey()];
  const recoverable = { kind: 'human', handle: 'owner', home: node.id } as const;
  const rig = await newRig({ ...recoverable, recovery: [publicKeyOf(recovery)] }, key, Date.now());
  await new SigningClient(client, rig).publish();
  const thief = await rotateKey(client, rig, await generateKey(), Date.now());
  await new SigningClient(client, thief).publish();

  const drop = [{ kid: key.kid, upto: { [node.id]: 3 } }];
  const back = await nextDocument(rig, { add: [publicKeyOf(fresh)], drop }, Date.now(), recovery);
  await new SigningClient(client, back).publish();
  t.equal(await say({ ...back, key: fresh }, item, 'mine'), 'ok');
  await t.rejects(say(thief, item, 'not yours'), { code: 'not_in_chain' });
  t.strictSame((await findRig(client, rig.id, fresh)).documents, back.documents);

  const other = await nextDocument(back, { name: 'One' }, Date.now(), fresh);
  await new SigningClient(client, other).publish();
  const forked = await nextDocument(back, { name: 'Two' }, Date.now(), fresh);
  await new SigningClient(client, forked).publish();
  await t.rejects(catchUp(client, back), { code: 'refused', message: /recovery key/ });
});

/** A client of something that answers every request in this way. */
async function clientOf(t: Test, answer: RequestListener, options: object = {}): Promise<NodeClient> {
  return new NodeClient({ url: await listen(t, createServer(answer)), token: 'secret', ...options });
}

t.test('what is no node, says too much or too late, or sends us elsewhere', async (t) => {
  const html = await clientOf(t, (_, response) => response.end('<h1>Welcome</h1>'));
  await t.rejects(html.node(), { code: 'not_a_node' });
  const failing = await clientOf(t, (_, response) => response.writeHead(502).end('Bad Gateway'));
  await t.rejects(failing.node(), { code: 'not_a_node' });
  const large = await clientOf(t, (_, response) => response.end(`"${'x'.repeat(1000)}"`), { maxBytes: 999 });
  await t.rejects(large.node(), { code: 'not_a_node', message: /999 bytes/ });
  const slow = await clientOf(t, () => {}, { timeout: 20 });
  await t.rejects(slow.node(), { code: 'unreachable', message: /no answer in time/ });

  const asked: string[] = [];
  const away = await clientOf(t, (request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await t.rejects(away.node(), { code: 'unreachable' });
  t.strictSame(asked, ['/v1/node'], 'no redirect is followed with the token');
  t.throws(() => new NodeClient({ url: 'ftp://x' }), { code: 'not_a_node' });
  t.ok(new ClientError('refused', 'x') instanceof Error);
});
