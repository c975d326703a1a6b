import type { AddressInfo } from 'node:net';
import t from 'tap';
import { land } from '../../src/ledger/landing.ts';
import { Happenings } from '../../src/operations/happenings/happenings.ts';
import { Endpoint } from '../support/endpoint.ts';
import { EventReader } from '../support/event-reader.ts';
import { HttpNode } from '../support/http-node.ts';
import { ForeignLog } from '../support/ledger.ts';
import { eventually, expectSame } from '../support/network.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';
import { componentCheck } from '../support/component-check.ts';

// A test knows what it asked for.
/* eslint-disable @typescript-eslint/no-explicit-any */

/** An act that was told and has another verdict later is told again, by all three ways, once. */

t.setTimeout(180_000);
const node = await HttpNode.start(t, { server: { limits: { streamsOfOne: 60, loopback: true } } });
await node.app.listen({ port: 0, host: '127.0.0.1' });
const stream = `http://127.0.0.1:${(node.app.server.address() as AddressInfo).port}/v1/stream`;
const [ann, bob] = [await node.rig('ann'), await node.rig('bob')];

async function done(path: string, as: { token: string }, body: object = {}): Promise<any> {
  const answer = await node.post(path, as.token, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

const landed = async (log: ForeignLog, after = 0): Promise<unknown> =>
  land(node.ledger.writer, { peer: log.origin, peerCommit: 'test', ...(await log.landing(after)) });

t.test('an act that waits for a rig nobody knows yet counts once its document comes', async (t) => {
  const check = await componentCheck(node, 'Happening');
  const [near, far] = [await ForeignLog.make('near'), await ForeignLog.make('far')];
  const [voucher, subject] = [await OwnKeyRig.make(near.origin, 'vic'), await OwnKeyRig.make(far.origin, 'sue')];
  near.append(voucher.document);
  near.append(await voucher.sign('vouch.given', { subject: subject.id }));
  far.append(subject.document);
  const reader = await EventReader.open(t, `${stream}?type=vouch`);
  await eventually(() => expectSame(reader.lastId.includes('-'), true, 'the place at the start'));
  await landed(near);
  await eventually(() => expectSame(reader.events.length, 1, 'events'));
  await landed(far);
  await eventually(() => expectSame(reader.events.length, 2, 'events'));
  const [first, second] = reader.events;
  t.match(first?.data, { verdict: 'pending: unknown_target', was: undefined, changed_at: undefined });
  t.match(second?.data, {
    hash: first?.data.hash,
    verdict: 'ok',
    was: 'pending: unknown_target',
    changed_at: /^20.*Z$/,
  });
  for (const { data } of reader.events) t.strictSame(check(data), []);
  t.not(second?.id, first?.id, 'it has a place of its own');

  const back = await EventReader.open(t, `${stream}?type=vouch`, { 'last-event-id': first?.id ?? '' });
  await eventually(() => expectSame(back.events.length, 1, 'events'));
  t.equal(back.events[0]?.id, second?.id, 'whoever was away hears it under the same id');
  const { text } = await node.get(`/feeds/rigs/${subject.id}.atom`);
  t.match(text, /vic@\S+ vouched for +\(which counts now\)/);
  t.match(text, second?.id, 'the feed has the id of the last that was told');
});

t.test(
  'a stamp that ends to count, since a link came late: streams, webhooks and feeds say so, each once',
  async (t) => {
    const endpoint = await Endpoint.start(t);
    await done('/v1/webhooks', ann, { url: endpoint.url, type: 'stamp' });
    const reader = await EventReader.open(t, stream);
    const { item } = await done('/v1/wanted', ann, { title: 'a fence', type: 'bug' });
    await done(`/v1/wanted/${item.id}/claim`, bob);
    const { completion } = await done(`/v1/wanted/${item.id}/submit`, bob, { evidence: [{ url: 'u' }] });
    const { stamp } = await done('/v1/stamps', ann, {
      completion,
      dimensions: { quality: { score: 5, confidence: 1 } },
    });
    const ofStamp = (events: readonly { data: any }[]) => events.filter(({ data }) => data.made === stamp.id);
    // What changes before it is told is told once, as it then is.
    await eventually(() => expectSame(ofStamp(reader.events).length, 1, 'events of the stamp'));
    await done('/v1/links', ann, { other: bob.id });
    await done('/v1/links', bob, { other: ann.id });
    await done('/v1/comments', bob, { about: item.id, text: 'the last' });
    await eventually(() =>
      expectSame(reader.events.filter(({ data }) => data.body?.text === 'the last').length, 1, 'the last'),
    );
    await eventually(() => expectSame(ofStamp(reader.events).length, 2, 'events of the stamp'));
    t.match(ofStamp(reader.events)[0]?.data, { verdict: 'ok', was: undefined });
    t.match(ofStamp(reader.events)[1]?.data, { verdict: 'ignored: same_owner', was: 'ok', item: { id: item.id } });
    const places = reader.events.map(({ id }) => Number(id.split('-')[0]));
    t.strictSame(
      places,
      places.map((_, index) => (places[0] ?? 0) + index),
      'no place is left out, none comes twice',
    );
    await eventually(() => expectSame(endpoint.letters.length, 2, 'letters'));
    const letters = endpoint.letters.map(({ body }) => body.was ?? 'new').sort();
    t.strictSame(letters, ['new', 'ok']);
    t.equal(endpoint.ids.length, 2, 'two deliveries, each with its id');
    const { text } = await node.get('/feeds/rigs/bob.atom');
    t.match(text, 'stamped the work for a fence (which doesn’t count now)');
  },
);

t.test('what changes while nobody tells is told at the next start, and nothing is told again', async (t) => {
  await node.services.happenings.close();
  const { item } = await done('/v1/wanted', ann, { title: 'a gate', type: 'bug' });
  const [near, far] = [await ForeignLog.make('near'), await ForeignLog.make('far')];
  const [voucher, subject] = [await OwnKeyRig.make(near.origin, 'vic'), await OwnKeyRig.make(far.origin, 'sue')];
  near.append(voucher.document);
  near.append(await voucher.sign('vouch.given', { subject: subject.id }));
  far.append(subject.document);
  await landed(near);
  const { source } = node.services.happenings;
  const { arrivals } = node.services.private;
  const failed = (error: unknown): void => void t.fail('told', { error });
  const heardBy = async (happenings: Happenings, from: number): Promise<any[]> => {
    await eventually(() => expectSame(happenings.head, arrivals.last, 'what was told'));
    await happenings.close();
    return happenings.read(from).told.map(({ happening }) => happening);
  };
  const before = arrivals.last;
  const first = await heardBy(new Happenings(source, { failed }), before);
  t.ok(first.some(({ item: about }) => about?.id === item.id));
  // Logs come in the order of their ids.
  t.match(
    first.filter(({ type }) => type === 'vouch.given'),
    [{ verdict: 'pending: unknown_target' }],
  );
  await landed(far);
  const between = arrivals.last;
  const second = await heardBy(new Happenings(source, { failed }), between);
  const again = second.filter(({ was }) => was !== undefined);
  t.match(again, [{ type: 'vouch.given', verdict: 'ok', was: 'pending: unknown_target' }]);
  t.equal(again.length, 1);
  const last = arrivals.last;
  t.strictSame(await heardBy(new Happenings(source, { failed }), last), [], 'and nothing more');
});
