import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { AddressRefused, addressRules, checkResolved, checkUrl, isPublicAddress } from '../../src/net/addresses.ts';
import { GuardedClient, StreamBroken } from '../../src/net/guarded-client.ts';
import type { ClientLimits } from '../../src/net/guarded-client.ts';
import { PeerClient } from '../../src/net/peer-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(test: Test, handler: Handler): Promise<string> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientFor(test: Test, allowPrivatePeers: boolean, limits: Partial<ClientLimits> = {}): GuardedClient {
  const client = new GuardedClient(addressRules(allowPrivatePeers), limits);
  test.teardown(() => client.close());
  return client;
}

t.test('addresses', async (t) => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '240.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fec0::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
    'not an address',
  ]) {
    t.equal(isPublicAddress(address), false, `${address} is not public`);
  }
  for (const address of ['8.8.8.8', '2606:4700::1']) t.equal(isPublicAddress(address), true, `${address} is public`);

  const strict = addressRules(false);
  const open = addressRules(true);
  for (const url of [
    'http://board.example',
    'file:///etc/passwd',
    'ssh://x/y',
    'git+ssh://x/y',
    'aws://[t:b]/d',
    'gs://b/d',
    'nothing',
    'https://user:secret@board.example',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
  ]) {
    t.throws(() => checkUrl(url, strict), AddressRefused, url);
  }
  for (const url of ['file:///etc/passwd', 'aws://b/d', 'ftp://x/']) {
    t.throws(() => checkUrl(url, open), AddressRefused, url);
  }
  t.equal(checkUrl('http://127.0.0.1:1/', open).host, '127.0.0.1:1');
  t.equal(checkUrl('https://board.example/x', strict).pathname, '/x');
  await t.rejects(checkResolved('https://localhost/ledger', strict), AddressRefused, 'a name for loopback');
});

t.test('a client that may not speak to private addresses', async (t) => {
  let asked = 0;
  const url = await serve(t, (_request, response) => {
    asked++;
    response.end('secret');
  });
  const client = clientFor(t, false);
  const byName = url.replace('http://127.0.0.1', 'https://localhost');
  for (const target of [url, url.replace('http:', 'https:'), byName]) {
    t.match(await client.ask({ url: target }), { kind: 'refused', by: 'us' }, target);
  }
  t.equal(asked, 0);
});

t.test('each hop of a redirect is checked', async (t) => {
  let asked = 0;
  const url = await serve(t, (_request, response) => {
    asked++;
    response.writeHead(302, { location: `http://127.0.0.2:${new URL(url).port}/secret` }).end();
  });
  // The server's address stands for a public one; the one that it points to is as hidden as ever.
  const client = new GuardedClient({ schemes: ['http:'], admits: (address) => address === '127.0.0.1' });
  t.teardown(() => client.close());
  t.match(await client.ask({ url }), { kind: 'refused', by: 'us', detail: /127\.0\.0\.2/ });
  t.equal(asked, 1);
});

t.test('redirects', async (t) => {
  let secrets = 0;
  const url = await serve(t, (request, response) => {
    const path = request.url ?? '';
    if (path === '/secret') secrets++;
    const loop = /^\/loop\/(\d+)$/.exec(path);
    if (loop !== null) return void response.writeHead(302, { location: `/loop/${Number(loop[1]) + 1}` }).end();
    if (path === '/file') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    if (path === '/nowhere') return void response.writeHead(302).end();
    if (path === '/once') return void response.writeHead(307, { location: '/end' }).end();
    if (path === '/get') return void response.writeHead(302, { location: '/secret' }).end();
    return void response.end(`${request.method} ${path}`);
  });
  const client = clientFor(t, true);
  t.match(await client.ask({ url: `${url}/loop/0` }), { kind: 'invalid', detail: 'more than 3 redirects' });
  t.match(await client.ask({ url: `${url}/file` }), { kind: 'refused', by: 'us' });
  t.match(await client.ask({ url: `${url}/nowhere` }), { kind: 'invalid' });
  t.match(await client.ask({ url: `${url}/once` }), { kind: 'found', value: { text: 'GET /end' } });
  t.match(await client.ask({ url: `${url}/once`, method: 'POST', body: 'x' }), { value: { text: 'POST /end' } });
  t.match(await client.ask({ url: `${url}/get`, method: 'POST', body: 'x' }), { kind: 'invalid' });
  t.equal(secrets, 0, 'a POST is not made a GET somewhere else');
});

t.test('limits', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/announced') {
      return void response.writeHead(200, { 'content-length': 5_000 }).end('x'.repeat(5_000));
    }
    if (request.url === '/huge') {
      const pump = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000)));
      };
      response.on('drain', pump);
      return pump();
    }
    if (request.url === '/silent') return undefined;
    if (request.url === '/drip') {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
      return undefined;
    }
    return void response.end('x'.repeat(1_000));
  });
  const client = clientFor(t, true, { bytes: 1_000 });
  t.match(await client.ask({ url: `${url}/small` }), { kind: 'found', value: { status: 200 } });
  t.match(await client.ask({ url: `${url}/announced` }), { kind: 'invalid', detail: 'more than 1000 bytes' });
  t.match(await client.ask({ url: `${url}/huge` }), { kind: 'invalid', detail: 'more than 1000 bytes' });
  const slow = { kind: 'unreachable', detail: 'no complete answer in time' };
  t.match(await client.ask({ url: `${url}/silent`, total: 300 }), slow, 'a server that says nothing');
  t.match(await client.ask({ url: `${url}/drip`, total: 300 }), slow, 'a server that never ends, below the size limit');

  const stop = new AbortController();
  const asking = client.ask({ url: `${url}/silent`, signal: stop.signal, total: 60_000 });
  stop.abort();
  t.match(await asking, { kind: 'unreachable' }, 'the caller can end it');
});

t.test('nobody there', async (t) => {
  const url = await serve(t, () => undefined);
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const client = clientFor(t, true);
  t.match(await client.ask({ url: url.replace(/\d+$/, String(port)) }), {
    kind: 'unreachable',
    detail: /ECONNREFUSED/,
  });
});

t.test('at most so many requests at once to one host', async (t) => {
  const waiting: ServerResponse[] = [];
  let most = 0;
  const url = await serve(t, (_request, response) => {
    waiting.push(response);
    most = Math.max(most, waiting.length);
    setImmediate(() => waiting.shift()?.end('done'));
  });
  const client = clientFor(t, true, { perHost: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.ask({ url })));
  t.ok(answers.every(({ kind }) => kind === 'found'));
  t.ok(most <= 2, `${most} at once`);
});

t.test('what a peer says', async (t) => {
  let reply: { status: number; body: string } = { status: 200, body: '' };
  const url = await serve(t, (_request, response) => void response.writeHead(reply.status).end(reply.body));
  const peer = new PeerClient(clientFor(t, true), url);
  const id = 'A'.repeat(43);
  const node = { id, protocol: 1, documents: ['x.y.z'], software: { new: 'member' } };

  reply = { status: 200, body: JSON.stringify(node) };
  t.match(await peer.node(), { kind: 'found', value: { id } });
  for (const body of [
    '<html>',
    '[]',
    JSON.stringify({ ...node, id: 'short' }),
    JSON.stringify({ ...node, documents: [] }),
  ]) {
    reply = { status: 200, body };
    t.match(await peer.node(), { kind: 'invalid' }, body.slice(0, 40));
  }
  for (const [status, kind] of [
    [404, 'absent'],
    [410, 'absent'],
    [403, 'refused'],
    [429, 'unreachable'],
    [503, 'unreachable'],
  ] as const) {
    reply = { status, body: '{}' };
    t.match(await peer.node(), { kind }, `${status}`);
    t.match(await peer.events(id, 0), { kind }, `${status} on events`);
  }

  reply = { status: 409, body: JSON.stringify({ status: 409, code: 'wrong_state', legal: ['wanted.claimed'] }) };
  t.match(await peer.postEvents(['x']), { kind: 'found', value: { status: 409, problem: { code: 'wrong_state' } } });
  reply = { status: 201, body: JSON.stringify({ results: [] }) };
  t.match(await peer.postEvents(['x']), { kind: 'invalid' }, 'a result is missing');
  reply = { status: 502, body: 'gateway' };
  t.match(await peer.postEvents(['x']), { kind: 'unreachable' });

  const line = JSON.stringify({ seq: 1, logged_at: 1_700_000_000_000, jws: 'a.b.c' });
  reply = { status: 200, body: `${line}\n${line}\n\n${line}` };
  t.equal((await readAll(peer, id)).length, 3, 'also without a last line feed');
  reply = { status: 200, body: `${line}\n{"seq":"1"}\n` };
  await t.rejects(readAll(peer, id), StreamBroken);
  reply = { status: 200, body: 'x'.repeat(100_000) };
  await t.rejects(readAll(peer, id), StreamBroken, 'a line without an end');
});

async function readAll(peer: PeerClient, origin: string): Promise<unknown[]> {
  const read = await peer.events(origin, 0);
  if (read.kind !== 'found') throw new Error(read.detail);
  const entries: unknown[] = [];
  for await (const slice of read.value) entries.push(...slice);
  return entries;
}
