import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Endpoint } from '../support/endpoint.ts';
import { EventReader } from '../support/event-reader.ts';
import { eventually, expectSame, startNetwork } from '../support/network.ts';
import { NodeProcess } from '../support/node-process.ts';
import { admin } from '../support/load.ts';

/** What happens, heard over landings, kill -9 and a read model that is made anew: nothing is missing, nothing comes twice. */

t.setTimeout(240_000);

/* eslint-disable @typescript-eslint/no-explicit-any */

const patience = 60_000;
const places = (events: { id: string }[]): number[] => events.map(({ id }) => Number(id.split('-')[0]));

t.test('streams and webhooks over a kill, a landing and a lost read model', async (t) => {
  const node = new NodeProcess('told');
  t.teardown(() => node.remove());
  node.settings = { WASTELAND_REGISTRATION: 'open' };
  await node.start();
  const { peer } = await startNetwork(t, ['peer']);
  const member = await peer.register('bob');
  const endpoint = await Endpoint.start(t);
  const { token } = (await admin(node, 'POST', '/v1/rigs', { handle: 'ann' })) as any;
  const hook = (await admin(node, 'POST', '/v1/admin/webhooks', { url: endpoint.url, type: 'wanted' })) as any;
  const acts = new Set<string>();
  const post = async (n: number): Promise<void> => {
    const response = await fetch(`${node.url}/v1/wanted`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: `work ${n}`, type: 'bug' }),
    });
    if (response.status === 201) acts.add(((await response.json()) as any).event.hash);
  };
  const open = (id: string) => EventReader.open(t, `${node.url}/v1/stream`, { 'last-event-id': id });

  const first = await EventReader.open(t, `${node.url}/v1/stream`);
  await eventually(() => expectSame(first.lastId !== '', true, 'the place at the start'));
  // The endpoint loses half of what it is given, so that some waits when the node is killed.
  endpoint.answer = () => (endpoint.letters.length % 2 === 0 ? 204 : undefined);
  for (let n = 0; n < 40; n += 1) await post(n);
  await eventually(() => expectSame(endpoint.letters.length > 3, true, 'letters before the kill'));
  await Promise.all([
    node.end('SIGKILL'),
    ...Array.from({ length: 8 }, (_, n) => post(100 + n).catch(() => undefined)),
  ]);
  await eventually(() => expectSame(first.closed, true, 'the end of the stream'));
  await node.start();
  endpoint.answer = () => 204;

  const second = await open(first.lastId);
  for (let n = 0; n < 60; n += 1) await peer.post(member, `theirs ${n}`);
  await admin(node, 'POST', '/v1/admin/peers', { url: peer.url });
  const syncing = admin(node, 'POST', `/v1/admin/peers/${peer.id}/sync`);
  for (let n = 0; n < 20; n += 1) await post(200 + n);
  await syncing;
  await eventually(() => {
    const heard = [...first.events, ...second.events];
    const theirs = heard.filter(({ data }) => data.origin === peer.id && data.type === 'wanted.posted');
    expectSame(theirs.length, 60, 'what landed');
    expectSame([...acts].filter((hash) => !heard.some(({ data }) => data.hash === hash)).length, 0, 'acts not heard');
  }, patience);
  second.close();
  const { lastId } = second;
  await node.end('SIGTERM');
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(node.dataDir, `readmodel.sqlite${suffix}`), { force: true });
  await node.start();
  const third = await open(lastId);
  await post(300);
  await eventually(() => expectSame(third.events.at(-1)?.data.item.title, 'work 300', 'the last'), patience);

  const all = [...first.events, ...second.events, ...third.events];
  const [from = 0] = places(all);
  t.strictSame(
    places(all),
    all.map((_, index) => from + index),
    `of ${all.length} none is missing, none comes twice`,
  );

  const wanted = all.filter(({ data }) => data.type.startsWith('wanted.')).map(({ data }) => data.hash);
  await eventually(() => {
    const told = new Set(endpoint.letters.map(({ body }) => body.hash));
    expectSame(wanted.filter((hash) => !told.has(hash)).length, 0, 'events that the webhook has not been told');
  }, patience);
  for (const letter of endpoint.letters) endpoint.verify(hook.secret, letter);
  const ofId = new Map(endpoint.letters.map(({ id, body }) => [id, body.hash]));
  t.equal(new Set(ofId.values()).size, ofId.size, 'each has one id, however often it was sent');
  t.ok(endpoint.letters.length > ofId.size, 'some were sent again');
});
