import t from 'tap';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { takeTexts } from '../../src/ledger/given-texts.ts';
import { land } from '../../src/ledger/landing.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { HttpNode } from '../support/http-node.ts';
import { ForeignLog } from '../support/ledger.ts';

/** Every read that the OpenAPI document names: repeatable, with an ETag, and by beginnings of ids where it shows one thing. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);
const poster = await node.rig('poster');
const worker = await node.rig('worker');
const { item } = (await node.post('/v1/wanted', poster.token, { title: 'x', type: 'bug' })).body;
await node.post(`/v1/wanted/${item.id}/claim`, worker.token, {});
const submitted = await node.post(`/v1/wanted/${item.id}/submit`, worker.token, { evidence: [{ url: 'u' }] });
const { completion } = submitted.body;
const dimensions = { quality: { score: 4, confidence: 0.5 } };
const { stamp } = (await node.post('/v1/stamps', poster.token, { completion, dimensions })).body;
const said = await node.post('/v1/comments', worker.token, { about: stamp.id, text: 'thanks' });
const { comment } = said.body;
const peer = 'A'.repeat(43);
node.services.private.peers.add(peer, 'http://far.example');
node.services.private.equivocations.add(peer, { seq: 1, ours: { checkpoint: 'x' }, theirs: { checkpoint: 'y' } });
const queued = 'a'.repeat(64);
node.services.private.outbox.add({
  hash: queued,
  rig: worker.id,
  type: 'x',
  home: peer,
  item: null,
  token: '',
  documents: [],
});

const hook = { url: 'https://hooks.example/' };
const webhook = await node.post('/v1/webhooks', worker.token, hook);
const nodeWebhook = await node.post('/v1/admin/webhooks', node.admin, hook);

const ids: [beginning: string, id: string][] = [
  ['/v1/wanted', item.id],
  ['/v1/completions', completion],
  ['/v1/stamps', stamp.id],
  ['/v1/comments', comment.id],
  ['/v1/rigs', worker.id],
  ['/v1/admin/peers', peer],
  ['/v1/outbox', queued],
  ['/feeds/rigs', worker.id],
  ['/v1/webhooks', webhook.body.id],
  ['/v1/admin/webhooks', nodeWebhook.body.id],
];

const document = (await node.get('/openapi.json')).body;
type Operation = {
  security?: Record<string, unknown>[];
  parameters?: { in: string; name: string }[];
  responses: Record<string, { content?: Record<string, unknown> }>;
};

interface Read {
  path: string;
  url: string;
  token: string | undefined;
}

function operations(method: string): Read[] {
  return Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) => {
    const operation = methods[method];
    // A stream has no end that one could wait for.
    if (operation === undefined || operation.responses['200']?.content?.['text/event-stream']) return [];
    const security = operation.security?.[0];
    const token = security === undefined ? undefined : 'admin' in security ? node.admin : worker.token;
    const id = ids.find(([beginning]) => path.startsWith(beginning))?.[1] ?? '';
    const origin = path.endsWith('/equivocation') ? peer : node.id;
    const url = path.replace('{id}', id).replace('{hash}', id).replace('{origin}', origin);
    const queries: Record<string, string> = {
      '/v1/comments': `?about=${item.id}`,
      '/v1/admin/tokens': '?rig=worker',
      '/v1/gate': '?who=worker',
      '/v1/logs/{origin}/proof': '?seq=1',
    };
    const query = queries[path] ?? '';
    return [{ path, url: `${url}${method === 'get' ? query : ''}`, token }];
  });
}

const reads = operations('get');

t.test('equal reads give equal answers with equal ETags, and 304 to whoever has it', async (test) => {
  test.ok(reads.length > 25, `${reads.length} reads`);
  for (const { path, url, token } of reads) {
    const options = token === undefined ? {} : { token };
    const first = await node.get(url, options);
    // Some of them are pictures.
    const refusal = first.status === 200 ? '' : `: ${first.text.slice(0, 200)}`;
    test.equal(first.status, 200, `${path}${refusal}`);
    const etag = String(first.headers['etag']);
    test.match(etag, /^(W\/)?"[^"]+"$/, path);
    const second = await node.get(url, options);
    test.same([second.text, second.headers['etag']], [first.text, etag], path);
    const same = await node.get(url, { ...options, headers: { 'if-none-match': etag } });
    test.same([same.status, same.text, same.headers['etag']], [304, '', etag], path);
    const other = await node.get(url, { ...options, headers: { 'if-none-match': '"other"' } });
    test.same([other.status, other.text], [200, first.text], path);
  }
});

t.test('every answer tells browsers to run nothing of it, refusals and unknown routes too', async (test) => {
  for (const url of [
    '/v1/wanted',
    '/v1/wanted?unknown=1',
    `/v1/wanted/w-${'0'.repeat(40)}`,
    '/nowhere',
    '/openapi.json',
  ]) {
    const { headers } = await node.get(url);
    const expected = {
      'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    };
    test.match(headers, expected, url);
  }
});

t.test('a query member that nobody knows is refused everywhere', async (test) => {
  for (const { path, url, token } of reads.filter((read) => read.path.startsWith('/v1/'))) {
    const answer = await node.get(
      `${url}${url.includes('?') ? '&' : '?'}colour=red`,
      token === undefined ? {} : { token },
    );
    test.match(answer, { status: 400, body: { code: 'invalid_request' } }, path);
  }
  for (const method of ['post', 'patch', 'delete'] as const) {
    for (const { path, url, token } of operations(method)) {
      const options = { body: {}, ...(token === undefined ? {} : { token }) };
      const answer = await node.ask(method.toUpperCase() as 'POST', `${url}?colour=red`, options);
      test.match(answer, { status: 400, body: { code: 'invalid_request' } }, `${method} ${path}`);
    }
  }
});

t.test('an ETag goes with what it names', async (test) => {
  const tagOf = async (url: string): Promise<unknown> => (await node.get(url)).headers['etag'];
  const urls = [
    `/v1/stamps/${stamp.id}`,
    `/v1/logs/${node.id}/events`,
    '/v1/logs',
    `/v1/wanted/${item.id}/history`,
    '/v1/digest',
  ];
  const before = await Promise.all(urls.map(tagOf));
  const part = await tagOf(`/v1/logs/${node.id}/events?limit=2`);
  await node.post('/v1/comments', worker.token, { about: stamp.id, text: 'again' });
  const { clock } = node.services;
  test.teardown(() => (node.services.clock = clock));
  node.services.clock = { now: () => clock.now() + 2_000 };
  const after = await Promise.all(urls.map(tagOf));
  urls.forEach((url, index) => test.not(after[index], before[index], url));
  test.equal(await tagOf(`/v1/logs/${node.id}/events?limit=2`), part, 'a part of a log stays what it is');
  test.not(await tagOf(`/v1/logs/${node.id}/events?after=1&limit=1`), part);
});

t.test('the ETag of a log goes with the texts that are withheld in it', async (test) => {
  const far = await ForeignLog.make();
  await far.fill(2);
  const [, , { seq, jws }] = far.entries as [LogEntry, LogEntry, LogEntry];
  const hash = hashOf(jws);
  const entries = far.entries.map((entry) => (entry.seq === seq ? { ...entry, jws: `~${hash}` } : entry));
  const { writer } = node.ledger;
  const landing = { peer: far.origin, peerCommit: 'test', origin: far.origin, checkpoint: await far.checkpoint() };
  await land(writer, { ...landing, entries: [entries] });
  const read = async () => {
    const { headers, text } = await node.get(`/v1/logs/${far.origin}/events`);
    return { tag: headers['etag'], withheld: text.includes(`"~${hash}"`) };
  };
  const without = await read();
  test.ok(without.withheld);
  const { readModel } = node.ledger;
  const given = { peer: far.origin, texts: [{ origin: far.origin, seq, jws }] };
  test.equal(await takeTexts(writer, { ...given, ledger: node.ledger.reader(test), readModel }), 1);
  const whole = await read();
  test.notOk(whole.withheld);
  test.not(whole.tag, without.tag);
});

t.test('one thing by any unambiguous beginning of its id', async (test) => {
  for (const [url, id] of ids.slice(0, 4)) {
    const whole = (await node.get(`${url}/${id}`)).body;
    for (const typed of [id.slice(0, 8), id.slice(2, 8), id.slice(2)]) {
      test.same((await node.get(`${url}/${typed}`)).body, whole, `${url}/${typed}`);
    }
    for (const typed of [id.slice(0, 7), `${id.slice(0, 41)}${id.endsWith('0') ? '1' : '0'}`, 'x']) {
      test.match(await node.get(`${url}/${typed}`), { status: 404, body: { code: 'not_found' } }, `${url}/${typed}`);
    }
  }
  const { body } = await node.get(`/v1/stamps/${stamp.id}`);
  test.match(body, { id: stamp.id, subject: { id: worker.id }, answers: [{ text: 'thanks' }, { text: 'again' }] });
});

t.test('a revoked stamp can be read, a withdrawn comment not', async (test) => {
  await node.post(`/v1/stamps/${stamp.id}/revoke`, poster.token, { reason: 'no' });
  test.match((await node.get(`/v1/stamps/${stamp.id.slice(0, 20)}`)).body, { revoked: true, counts: false });
  test.equal((await node.ask('DELETE', `/v1/comments/${comment.id}`, { token: worker.token })).status, 200);
  test.match(await node.get(`/v1/comments/${comment.id.slice(0, 20)}`), { status: 404, body: { code: 'not_found' } });
  const { answers } = (await node.get(`/v1/stamps/${stamp.id.slice(0, 21)}`)).body;
  test.equal(answers.length, 1, 'nor is it an answer any more');
});

t.test('the proof against a home that signed two histories is for everybody', async (test) => {
  test.match((await node.get(`/v1/logs/${peer}/equivocation`)).body, {
    origin: peer,
    seq: 1,
    ours: { checkpoint: 'x' },
    theirs: { checkpoint: 'y' },
  });
  test.match(await node.get(`/v1/logs/${node.id}/equivocation`), { status: 404, body: { code: 'not_found' } });
});
