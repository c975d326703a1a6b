import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { Frontier, leafHash } from '../../src/domain/merkle.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { signCheckpoint } from '../../src/ledger/checkpoints.ts';
import { read } from '../support/ledger.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';
import { listen, logOf, openDoor, Puller, WrittenPeer } from '../support/peer.ts';
import { World } from '../support/world.ts';

const posting = { title: 'a posting', type: 'bug', priority: 2, effort: 'small' };

t.test('a log is learnt from whoever has it, and both ways', async (t) => {
  const a = await Puller.start(t);
  const b = await Puller.start(t);
  const c = await Puller.start(t);
  const doors = { a: await a.door(t), b: await b.door(t) };
  const [idA, idB] = [a.ledger.origin, b.ledger.origin];
  const rig = await a.ledger.rig('alice');
  await a.ledger.writer.propose({ tokens: [await a.ledger.posting(rig, 'one')] });

  b.store.peers.add(idA, doors.a);
  t.match(await b.federation.sync(idA), { result: 'ok', transport: 'dolt', landed: 3 });
  t.same(b.landed(idA), a.landed(idA));
  a.store.peers.add(idB, doors.b);
  t.match(await a.federation.sync(idB), { result: 'ok', landed: 1 });

  c.store.peers.add(idB, doors.b);
  t.match(await c.federation.sync(idB), { result: 'ok', landed: 4 }, 'relayed: A is no peer of C');
  t.same(c.landed(idA), a.landed(idA));

  const sql = await b.ledger.sql(t);
  const [merge] = await sql.rows<{ parents: string }>("SELECT parents FROM dolt_log('--parents') LIMIT 1");
  t.equal(merge?.parents.split(',').length, 2, 'a landing is a merge with two parents');

  const before = (await sql.rows('SELECT 1 FROM dolt_log')).length;
  t.match(await b.federation.sync(idA), { result: 'ok', landed: 0, logs: [] });
  t.equal((await sql.rows('SELECT 1 FROM dolt_log')).length, before, 'what learns nothing commits nothing');
  t.match(b.store.peers.get(idA), { failures: 0, remote: /\/ledger$/, landed_commit: /^[0-9a-v]{32}$/ });
  t.equal(b.store.syncs.list(idA, 10).length, 2);
});

t.test('newer documents of rigs that our log documents are appended once', async (t) => {
  const world = new World('documents');
  world.now = Date.now() - 60_000;
  const node = world.node('home');
  const rig = world.member('rig', node);
  const peer = await WrittenPeer.start(t, world, node);
  await peer.publish();
  const puller = await Puller.start(t);
  await puller.syncWith(peer);
  const { origin, writer } = puller.ledger;
  const tokens = [rig.first.text, rig.event(origin, 'wanted.posted', posting)].map(read);
  await writer.propose({ tokens });
  const held = puller.landed(origin).seq;

  node.log.append(rig.next({ name: 'renamed' }).text);
  node.log.append(rig.next({ name: 'again' }).text);
  await peer.publish();
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 2, documents: 2 });
  t.equal(puller.landed(origin).seq, held + 2);
  t.match(await puller.syncWith(peer), { landed: 0, documents: 0 });
  t.equal(puller.landed(origin).seq, held + 2);
});

t.test('what is no peer', async (t) => {
  const world = new World('imposters');
  const node = world.node('true');
  const other = world.node('other');
  const documents = [node.first.text];
  const puller = await Puller.start(t, { limits: { sync: 1_000 } });
  const add = (url: string): string => {
    puller.store.peers.remove(node.id);
    puller.store.peers.add(node.id, url);
    return url;
  };
  const failed = async (url: string, code: string, why: string): Promise<void> => {
    add(url);
    t.match(await puller.federation.sync(node.id), { result: 'failed', code, landed: 0, logs: [] }, why);
    t.match(puller.store.peers.get(node.id), { failures: 1, synced_at: null }, why);
  };
  const saying = async (document: object): Promise<string> => await openDoor(t, () => document);

  await failed(
    await listen(
      t,
      createServer((_request, response) => response.end('<html>')),
    ),
    'not_a_peer',
    'a web page',
  );
  await failed(await saying({}), 'not_a_peer', 'another API');
  await failed(await saying({ id: node.id, protocol: 2, documents }), 'not_a_peer', 'another protocol');
  await failed(
    await saying({ id: node.id, protocol: 1, documents: [other.first.text] }),
    'not_a_peer',
    'other documents',
  );
  await failed(await saying({ id: node.id, protocol: 1, documents: ['a.b.c'] }), 'not_a_peer', 'unreadable documents');
  const human = world.member('human', node);
  const asHuman = await saying({ id: human.id, protocol: 1, documents: [human.first.text] });
  await failed(asHuman, 'not_a_peer', 'a rig that is no node');
  const elsewhere = await saying({ id: other.id, protocol: 1, documents: [other.first.text] });
  await failed(elsewhere, 'peer_identity_changed', 'another node');
  await failed(await closedPort(), 'peer_unreachable', 'nobody');
  await failed(
    await listen(
      t,
      createServer(() => undefined),
    ),
    'timed_out',
    'a door that never answers',
  );
  await failed(
    await listen(
      t,
      createServer((_, response) => response.writeHead(503).end()),
    ),
    'peer_unreachable',
    'not now',
  );
  await failed('file:///etc/passwd', 'peer_not_allowed', 'no http');
  t.same(await puller.inboxes(), [], 'none of them got as far as quarantine');

  await t.rejects(puller.federation.introduce(elsewhere + '/nothing'), { code: 'not_a_peer' });
  await t.rejects(puller.federation.introduce(await closedPort()), { code: 'peer_unreachable' });
  await t.rejects(puller.federation.introduce('ftp://x'), { code: 'peer_not_allowed' });
  t.match(await puller.federation.introduce(elsewhere), { id: other.id });
  await t.rejects(puller.federation.sync(other.id), { code: 'not_found' });
});

t.test('a Dolt remote that is gone, hangs, or is none', async (t) => {
  const world = new World('remotes');
  const node = world.node('node');
  const peer = await WrittenPeer.start(t, world, node);
  await peer.publish();
  const puller = await Puller.start(t, { limits: { fetch: 1_000 } });
  const remote = async (ledger: string, code: string): Promise<void> => {
    peer.document = { ...peer.document, remotes: { ledger } };
    t.match(await puller.syncWith(peer), { result: 'failed', code }, ledger);
  };
  await remote(`${await hangingPort(t)}/ledger`, 'timed_out');
  await remote('file:///tmp/ledger', 'peer_not_allowed');
  await remote('aws://[table:bucket]/ledger', 'peer_not_allowed');
  const patient = await Puller.start(t);
  peer.document = { ...peer.document, remotes: { ledger: peer.remote.replace('/ledger', '/nothing') } };
  t.match(await patient.syncWith(peer), { result: 'failed', code: 'fetch_failed', detail: /nothing/ });
  peer.document = { ...peer.document, remotes: { ledger: peer.remote } };
  t.match(await patient.syncWith(peer), { result: 'ok', landed: 1 }, 'and nothing of it stays in the way');
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 1 }, 'nor of a fetch that was cut off');
});

t.test('by REST alone the same verifier lands the same', async (t) => {
  const world = new World('rest');
  const node = world.node('node');
  const rig = world.member('rig', node);
  node.log.act(rig, 'wanted.posted', posting);
  const puller = await Puller.start(t);
  let entries = node.log.entries;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x');
    const head = { origin: node.id, seq: node.log.seq, root: node.log.root(), checkpoint: node.checkpoint() };
    if (path.pathname === '/v1/node') {
      return void response.end(JSON.stringify({ id: node.id, protocol: 1, documents: [node.first.text] }));
    }
    if (path.pathname === '/v1/logs') return void response.end(JSON.stringify({ items: [head] }));
    const after = Number(path.searchParams.get('after'));
    for (const entry of entries.slice(after)) response.write(`${JSON.stringify(entry)}\n`);
    return void response.end();
  });
  puller.store.peers.add(node.id, await listen(t, server));
  t.match(await puller.federation.sync(node.id), { result: 'ok', transport: 'rest', landed: 3 });
  t.equal(puller.landed(node.id).seq, 3);
  node.log.act(rig, 'wanted.posted', posting);
  entries = [...node.log.entries.slice(0, 3), { ...node.log.entries[3]!, jws: 'a.b.c' }];
  t.match(logOf(await puller.federation.sync(node.id), node.id), { code: 'wrong_root', landed: 0 });
  entries = node.log.entries;
  t.match(await puller.federation.sync(node.id), { result: 'ok', landed: 1 });
});

t.test('a peer that holds more of our own log than we do', async (t) => {
  const puller = await Puller.start(t);
  const { origin, identity } = puller.ledger;
  const world = new World('behind');
  const peer = await WrittenPeer.start(t, world, world.node('peer'));
  await peer.publish();
  // What this node signed before its database became an old one.
  const rig = await OwnKeyRig.make(origin, 'lost');
  const log = new Frontier();
  const held = puller.ledger.readModel.reader.state.table('entries').get(origin, 1);
  const loggedAt = held?.logged_at ?? 0;
  for (const [index, jws] of [identity.document, rig.document].entries()) {
    log.push(leafHash(index + 1, loggedAt, hashOf(jws)));
    await peer.sql.run('INSERT INTO events VALUES (?, ?, ?, ?)', [origin, index + 1, loggedAt, jws]);
  }
  const head = { origin, seq: 2, root: log.root() };
  await peer.writeHead(origin, 2, head.root, signCheckpoint(identity.key, head, loggedAt));
  await peer.commit();
  const report = await puller.syncWith(peer);
  t.match(logOf(report, origin), { code: 'own_log_behind', landed: 0 });
  t.match(logOf(report, peer.node.id), { landed: 1 });
  t.equal(puller.landed(origin).seq, 1, 'our own log has one writer');
});

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Takes connections and says nothing. */
async function hangingPort(t: Test): Promise<string> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
