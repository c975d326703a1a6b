import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { EventReader } from '../support/event-reader.ts';
import { HttpNode } from '../support/http-node.ts';
import { eventually, expectSame } from '../support/network.ts';
import { componentCheck } from '../support/component-check.ts';

// A test knows what it asked for.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** `GET /v1/stream`: everybody hears everything, once, in order, also after having been away. */

t.setTimeout(180_000);
const node = await HttpNode.start(t, {
  server: { streams: { waiting: 100_000, patience: 20_000 }, limits: { streamsOfOne: 60, loopback: true } },
});
await node.app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${(node.app.server.address() as AddressInfo).port}`;
const ann = await node.rig('ann');
const bob = await node.rig('bob');

async function done(path: string, as: { token: string }, body: object = {}): Promise<any> {
  const answer = await node.post(path, as.token, body);
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.body;
}

async function posted(members: object = {}): Promise<string> {
  return (await done('/v1/wanted', ann, { title: 'a', type: 'bug', ...members })).item.id;
}

const open = (t: Test, query = '', headers = {}) => EventReader.open(t, `${url}/v1/stream${query}`, headers);
const heard = (reader: EventReader, count: number) =>
  eventually(() => expectSame(reader.events.length, count, 'events heard'));
const types = (reader: EventReader) => reader.events.map(({ data }) => data.type);
const places = (reader: EventReader) => reader.events.map(({ id }) => Number(id.split('-')[0]));

/** One after the other, from the first that was heard on. */
const inOrder = (reader: EventReader) => places(reader).map((_, index) => (places(reader)[0] ?? 0) + index);

t.test('a life of an item is heard as it happens, each event as its contract says', async (t) => {
  const check = await componentCheck(node, 'Happening');
  const reader = await open(t);
  await eventually(() => expectSame(reader.lastId.includes('-'), true, 'the place at the start'));
  const item = await posted({ title: 'a fence', project: 'garden' });
  const path = `/v1/wanted/${item}`;
  await done(`${path}/claim`, bob, {});
  const submitted = await done(`${path}/submit`, bob, { evidence: [{ url: 'https://example.org/1' }] });
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  await done(`${path}/accept`, ann, { stamp: { dimensions } });
  await done('/v1/comments', bob, { about: submitted.completion, text: 'thank you' });
  await heard(reader, 6);
  const lives = [
    'wanted.posted',
    'wanted.claimed',
    'work.submitted',
    'work.accepted',
    'stamp.issued',
    'comment.posted',
  ];
  t.strictSame(types(reader), lives);
  for (const { id, data } of reader.events) {
    t.strictSame(check(data), [], data.type);
    t.match(data, { id, verdict: 'ok', item: { id: item, title: 'a fence', project: 'garden' } });
  }
  t.match(reader.events[1]?.data, { author: { id: bob.id, address: 'bob@board.example:8080' } });
  t.match(reader.events[4]?.data, { subject: { id: bob.id }, body: { dimensions } });
  t.strictSame(places(reader), inOrder(reader), 'each has the next place');
  t.equal(reader.headers['content-encoding'], undefined);
  t.match(reader.headers, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  t.match(reader.headers, { 'x-content-type-options': 'nosniff', 'content-security-policy': /default-src 'none'/ });
});

t.test('nobody compresses a stream, whatever the reader takes', async (t) => {
  const reader = await open(t, '?after=0', { 'accept-encoding': 'gzip, br' });
  await eventually(() => expectSame(reader.events.length > 5, true, 'events read as they are'));
  t.equal(reader.headers['content-encoding'], undefined);
});

t.test('what was committed before a stream began is no news to it, also where it is told later', async (t) => {
  // The second is told a moment after the first.
  await posted();
  await posted();
  const reader = await open(t);
  const item = await posted();
  await eventually(() => expectSame(reader.events.at(-1)?.data.item.id, item, 'the newest'));
  t.equal(reader.events.length, 1);
});

t.test('filters', async (t) => {
  const here = await posted({ project: 'here' });
  const readers = {
    item: await open(t, `?item=${here.slice(0, 12)}`),
    project: await open(t, '?project=here'),
    ofBob: await open(t, '?rig=bob'),
    some: await open(t, '?type=work,wanted.claimed'),
    both: await open(t, `?item=${here}&type=wanted.released`),
  };
  const elsewhere = await posted({ project: 'elsewhere' });
  await done(`/v1/wanted/${elsewhere}/claim`, bob, {});
  await done(`/v1/wanted/${here}/claim`, bob, {});
  await done('/v1/comments', ann, { about: here, text: 'go on' });
  await heard(readers.ofBob, 3);
  await done(`/v1/wanted/${here}/release`, ann, {});
  await heard(readers.both, 1);
  t.strictSame(types(readers.both), ['wanted.released']);
  t.strictSame(types(readers.item), ['wanted.claimed', 'comment.posted', 'wanted.released']);
  t.strictSame(types(readers.project), ['wanted.claimed', 'comment.posted', 'wanted.released']);
  t.strictSame(types(readers.some), ['wanted.claimed', 'wanted.claimed']);
  const ofBob = ['wanted.claimed', 'wanted.claimed', 'comment.posted', 'wanted.released'];
  t.strictSame(types(readers.ofBob), ofBob, 'his acts, what is said of his work, and the end of his claim');
});

t.test('who was away for 1,000 events hears each of them once, and then what happens', async (t) => {
  const before = await open(t);
  const first = await posted();
  await heard(before, 1);
  before.close();
  const rig = await node.ledger.rig('many');
  const signed = await Promise.all(Array.from({ length: 999 }, (_, n) => node.ledger.posting(rig, `away ${n}`)));
  for (let from = 0; from < signed.length; from += 100) {
    const { status } = await node.events(signed.slice(from, from + 100).map(({ text }) => text));
    if (status !== 201) throw new Error(`status ${status}`);
  }
  const back = await open(t, '', { 'last-event-id': before.lastId });
  const busy = Array.from({ length: 40 }, () => posted());
  await Promise.all(busy);
  const last = await posted({ title: 'the last' });
  // The rig's document is one more.
  await heard(back, 1 + 999 + 40 + 1);
  t.equal(back.events[0]?.data.type, 'identity');
  t.equal(back.events.at(-1)?.data.item.id, last);
  t.strictSame(places(back), inOrder(back), 'none is missing, none comes twice');
  t.notOk(
    back.events.some(({ data }) => data.item?.id === first),
    'what was heard before is not heard again',
  );
});

t.test('ids of another order, and of none, are refused', async (t) => {
  const head = node.services.happenings.idAt(node.services.happenings.now());
  const other = head.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  for (const id of [other, '999999-00000000', 'x', '-1', `${head}0`]) {
    const { status, body } = await node.get('/v1/stream', { headers: { 'last-event-id': id } });
    t.match({ status, body }, { status: 400, body: { code: 'invalid_request' } }, id);
  }
  const refused: [query: string, code: string][] = [
    ['item=w-00000000', 'not_found'],
    ['rig=nobody', 'not_found'],
    ['type=wanted.eaten', 'invalid_request'],
    ['colour=red', 'invalid_request'],
  ];
  for (const [query, code] of refused) {
    t.match((await node.get(`/v1/stream?${query}`)).body, { code }, query);
  }
});

t.test('a reader who takes nothing is sent away with the place to resume from; the others miss nothing', async (t) => {
  const good = await open(t);
  const stalled = await open(t);
  stalled.stall();
  let count = 0;
  const description = 'x'.repeat(7_900);
  const streams = () => node.app.streams.told;
  const before = streams();
  // What the kernel takes for the stalled one isn't ours to say.
  await eventually(async () => {
    await Promise.all(Array.from({ length: 20 }, () => posted({ description })));
    count += 20;
    expectSame(streams(), before - 1, 'streams that are open');
  }, 60_000);
  stalled.goOn();
  await eventually(() => expectSame(stalled.closed, true, 'the end of its stream'));
  await heard(good, count);
  t.strictSame(places(good), inOrder(good));
  const end = stalled.events.at(-1);
  t.match(end, { event: 'behind', data: { resume_after: stalled.lastId } });
  const back = await open(t, '', { 'last-event-id': stalled.lastId });
  await eventually(() => expectSame(back.lastId, good.lastId, 'where it stands'));
  const all = [...stalled.events.filter(({ event }) => event === 'message'), ...back.events];
  t.strictSame(
    all.map(({ id }) => id),
    good.events.map(({ id }) => id),
    'together they are all there was',
  );
});

t.test('an address has so many streams, and the node', async (t) => {
  const readers: EventReader[] = [];
  const tooMany = async () => {
    for (let n = 0; n < 70; n += 1) readers.push(await open(t));
  };
  await t.rejects(tooMany(), /429/);
  for (const reader of readers) reader.close();
  await eventually(() => expectSame(node.app.streams.told < 20, true, 'streams are closed'));
  await t.resolves(open(t), 'there is room again');
});

t.test('a node that closes says so on every stream, and does not wait for them', async (t) => {
  const one = await HttpNode.start(t);
  await one.app.listen({ port: 0, host: '127.0.0.1' });
  const at = `http://127.0.0.1:${(one.app.server.address() as AddressInfo).port}`;
  const readers = [await EventReader.open(t, `${at}/v1/stream`), await EventReader.open(t, `${at}/v1/stream`)];
  await eventually(() =>
    expectSame(
      readers.every(({ lastId }) => lastId !== ''),
      true,
      'both have begun',
    ),
  );
  const started = performance.now();
  await one.app.close();
  t.ok(performance.now() - started < 3_000, 'closed at once');
  for (const reader of readers) {
    await eventually(() => expectSame(reader.closed, true, 'the end of the stream'));
    t.match(reader.events, [{ event: 'closing', data: { resume_after: reader.lastId } }]);
  }
});
