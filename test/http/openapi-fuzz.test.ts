import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import t from 'tap';
import { Pool } from 'undici';
import { Contract } from '../support/fuzz/answers.ts';
import { FuzzedNode } from '../support/fuzz/fuzzed-node.ts';
import { operationsOf } from '../support/fuzz/operations.ts';
import type { OpenApi, Operation } from '../support/fuzz/operations.ts';
import { requestsOf, withCredentials } from '../support/fuzz/requests.ts';
import type { Plan } from '../support/fuzz/requests.ts';
import { nowhere, Walk } from '../support/fuzz/walk.ts';
import { startNetwork } from '../support/network.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/**
 * Asks a running node everything that its own OpenAPI document offers, rightly and wrongly, and holds each answer against
 * that document: no status, content type, member or code that it doesn't promise, and never a 5xx but a promised 503.
 */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
const effort = Number(process.env['FAST_CHECK_EFFORT'] ?? 1);
const requests = Math.ceil(3_200 * effort);
const clients = 8;
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats the choices, FAST_CHECK_EFFORT multiplies their number)`);

t.test(`${requests} requests get what the document promises`, { timeout: 300_000 }, async (t) => {
  const { node, peer } = await startNetwork(t, ['node', 'peer']);
  const connections = new Pool(node.url, { connections: clients, headersTimeout: 60_000 });
  t.teardown(() => connections.close());
  const document = (await (await fetch(`${node.url}/openapi.json`)).json()) as OpenApi;
  // A stream has no end that one could wait for.
  const isStream = ({ responses }: Operation) => responses['200']?.content?.['text/event-stream'] !== undefined;
  const operations = operationsOf(document).filter((operation) => !isStream(operation));
  const handles = ['ada', 'bob', 'cyd'];
  const members = await Promise.all(handles.map((handle) => node.register(handle)));
  const leaver = await node.register('dan');
  const rigs = await Promise.all(['own-a', 'own-b'].map((handle) => OwnKeyRig.make(node.id, handle)));
  const fuzzed = new FuzzedNode({
    node,
    peer,
    connections,
    contract: new Contract(document),
    operations,
    members,
    leaver,
    rigs,
  });
  const { pools } = fuzzed;
  const walk = new Walk(fuzzed, operations);
  pools.add('rigs', ...members.map(({ id }) => id), ...rigs.map(({ id }) => id), ...handles, 'own-a');
  pools.add('origins', node.id, peer.id);
  pools.add('peers', peer.id);
  pools.add('urls', peer.url, node.url, ...unreachable);
  pools.add('hashes', '0'.repeat(64));
  pools.add('accounts', nowhere, 'github:ada', 'https://ada@example.org', '\u0000');
  pools.add('cursors', 'bm90aGluZw');
  const far = await peer.register('far');
  pools.add('rigs', far.id, `far@${new URL(peer.url).host}`);
  const remote = [await peer.post(far), await peer.post(far)];
  pools.add('items', ...remote);
  await walk.step('POST /v1/admin/peers', { body: { url: peer.url } });
  await walk.step('POST /v1/admin/peers/{id}/sync', { path: { id: peer.id } });
  node.node.context.services.private.equivocations.add(far.id, twoFaces);
  pools.add('origins', far.id);
  for (const rig of rigs) await walk.step('POST /v1/events', { body: { events: [rig.document] } });
  await walk.throughALife();
  await walk.throughTheRest(node.id, peer.id);
  await walk.throughWebhooks(node.url);
  await walk.throughAccounts(members[0]?.id ?? '', leaver.id);

  const plans = plansOf(operations);
  t.ok(plans.length >= requests, `${plans.length} requests are drawn`);
  const offline = Math.ceil(plans.length * 0.75);
  await askAll(fuzzed, plans.slice(0, offline));
  await walk.ensurePeer(peer);
  await peer.stop();
  const queued = await walk.step('POST /v1/wanted/{id}/claim', { path: { id: String(remote[0]) }, who: 2, body: {} });
  const { hash } = queued.outbox as { hash: string };
  pools.add('hashes', hash);
  await walk.step('GET /v1/outbox/{hash}', { path: { hash }, who: 2 });
  await askAll(fuzzed, plans.slice(offline));

  for (const [code, bytes] of unreadable) {
    t.match(await said(node.url, bytes), `"code":"${code}"`, 'what is no request is answered with a problem');
  }
  for (const [what, example] of [...fuzzed.wrong].slice(0, 20)) t.comment(`${what}\n    ${example}`);
  t.equal(fuzzed.wrong.size, 0, `of ${fuzzed.asked} answers none is wrong`);
  const missing = operations.flatMap((operation) => unseen(fuzzed, operation));
  t.same(missing, [], 'every operation was answered rightly, and refused in each way that is plain');
});

const unreadable: [code: string, bytes: string][] = [
  ['invalid_request', 'nonsense\r\n\r\n'],
  ['too_large', `GET /v1/node HTTP/1.1\r\nhost: here\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
];

/** Everything that a node says to these bytes until it hangs up. */
async function said(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(bytes);
  return await text(socket);
}

/** A proof as a sync would have kept it. */
const twoFaces = { seq: 2, ours: { checkpoint: 'one.of.them' }, theirs: { checkpoint: 'the.other.one' } };

/** Nobody is asked for these names: where nothing listens, or what no URL of a peer may be. */
const unreachable = [
  'http://127.0.0.1:1',
  'http://[::1]:1/a?b#c',
  'http://user:secret@127.0.0.1:1',
  'http://',
  'https://256.256.256.256',
  'http://127.0.0.1:99999',
  'http://\u0000',
];

function plansOf(operations: readonly Operation[]): Plan[] {
  const each = Math.ceil(requests / operations.length);
  const plans = operations.flatMap((operation, at) => {
    const drawn = fc.sample(requestsOf(operation), { seed: seed + at, numRuns: each });
    return operation.security.length === 0 ? drawn : [...drawn, ...refusedOf(operation, seed + at)];
  });
  const all = { minLength: plans.length, maxLength: plans.length };
  return fc.sample(fc.shuffledSubarray(plans, all), { seed, numRuns: 1 })[0] ?? [];
}

function refusedOf(operation: Operation, seed: number): Plan[] {
  const credentials = ['none', 'strange', 'other'] as const;
  return credentials.flatMap((each) => fc.sample(withCredentials(operation, each), { seed, numRuns: 2 }));
}

async function askAll(fuzzed: FuzzedNode, plans: readonly Plan[]): Promise<void> {
  const waiting = plans.values();
  const ask = async (): Promise<void> => {
    for (const plan of waiting) await fuzzed.ask(plan);
  };
  await Promise.all(Array.from({ length: clients }, ask));
}

/** What should have been answered at least once and wasn't. */
function unseen(fuzzed: FuzzedNode, { name, security, bodies }: Operation): string[] {
  const statuses = [...fuzzed.seen.keys()]
    .filter((key) => key.startsWith(`${name} `))
    .map((key) => Number(key.split(' ').at(-1)));
  const wanted: [string, boolean][] = [
    ['2xx', statuses.some((status) => status < 300)],
    ['401', security.length === 0 || statuses.includes(401)],
    ['403', security.length === 0 || statuses.includes(403)],
    ['400', Object.keys(bodies).length === 0 || statuses.includes(400)],
  ];
  return wanted.filter(([, seen]) => !seen).map(([what]) => `${name} ${what}`);
}
