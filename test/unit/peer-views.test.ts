import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { FederationParts } from '../../src/federation/parts.ts';
import { PeerViews } from '../../src/federation/peer-views.ts';
import { signToken } from '../../src/identity/sign.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { typs } from '../../src/wire/header.ts';
import { World } from '../support/world.ts';

/** What a peer may say when it is asked how it sees a rig, and what of it is shown. */

const world = new World('peer views');
const peer = world.node('peer');
const rig = world.member('rig', peer);
const other = world.node('other');
const state = world.project();

const number = { mean: 0.5, uncertainty: 1, lower: 0.05 };
const value = {
  combine: 'together',
  rigs: { [rig.id]: { weight: 0, quality: number, reliability: number, creativity: number } },
};
const vector = { [peer.id]: [1, '0'.repeat(64)] };
const payload = { iss: peer.id, roots: [peer.id], damping: 0.6, vector, value, iat: 1_700_000_000 };
const good = signToken(typs.view, payload, peer.key);

const said = { status: 200, body: JSON.stringify({ view: good }) };
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(said.status, { 'content-type': 'application/json' }).end(said.body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
t.teardown(() => server.close());
const client = new GuardedClient(addressRules(true));
t.teardown(() => client.close());
const clock = { time: 0, now: () => clock.time };

function views(): PeerViews {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = { peers: { list: () => [{ id: peer.id, url, paused: false }] } };
  return new PeerViews({ client, store, clock, readModel: { reader: { state } } } as unknown as FederationParts);
}

t.test('a good one is shown, and asked for again after ten minutes', async (t) => {
  const asking = views();
  const [one, two] = await Promise.all([asking.of(rig.id), asking.of(rig.id)]);
  t.match(one, [{ node: peer.id, text: good, view: payload }]);
  t.equal(two, one);
  t.equal(asked, 1);
  clock.time += 599_999;
  await asking.of(rig.id);
  t.equal(asked, 1);
  clock.time += 1;
  await asking.of(rig.id);
  t.equal(asked, 2);
});

t.test('anything else is shown nowhere', async (t) => {
  const wrong: [why: string, body: string, status?: number][] = [
    ['no view', '{}'],
    ['no JSON', '<html>'],
    ['an error', JSON.stringify({ view: good }), 404],
    ['no token', JSON.stringify({ view: 'x.y.z' })],
    ['far too long', JSON.stringify({ view: 'x'.repeat(100_000) })],
    ['of another node', JSON.stringify({ view: signToken(typs.view, { ...payload, iss: other.id }, other.key) })],
    ['by another key', JSON.stringify({ view: signToken(typs.view, payload, other.key) })],
    ['of another kind', JSON.stringify({ view: signToken(typs.event, payload, peer.key) })],
    ['with more in it', JSON.stringify({ view: signToken(typs.view, { ...payload, more: 1 }, peer.key) })],
    ['changed', JSON.stringify({ view: `${good.slice(0, -4)}AAAA` })],
  ];
  for (const [why, body, status = 200] of wrong) {
    Object.assign(said, { body, status });
    t.strictSame(await views().of(rig.id), [], why);
  }
  Object.assign(said, { body: JSON.stringify({ view: good }), status: 200 });
  t.strictSame(await views().of(other.id), [], 'of another rig than was asked for');
});

t.test('only so many rigs are asked about at once', async (t) => {
  const asking = views();
  const all = ['a', 'b', 'c', 'd', 'e'].map((id) => asking.of(id));
  const ends = await Promise.allSettled(all);
  t.strictSame(ends.map(({ status }) => status).slice(0, 4), Array(4).fill('fulfilled'));
  t.match(ends[4], { status: 'rejected', reason: { code: 'unavailable' } });
  t.strictSame(await asking.of('e'), []);
});
