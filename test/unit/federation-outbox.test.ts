import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { WastelandError } from '../../src/errors.ts';
import { createFederation } from '../../src/federation/federation.ts';
import type { Federation } from '../../src/federation/federation.ts';
import type { Act } from '../../src/federation/deliver.ts';
import { defaultFederationLimits } from '../../src/federation/parts.ts';
import type { FederationParts } from '../../src/federation/parts.ts';
import { retryDelay } from '../../src/domain/retry-delay.ts';
import { createLog } from '../../src/log.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { openPrivate } from '../../src/private/open.ts';
import type { Private } from '../../src/private/open.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { read } from '../support/ledger.ts';
import { listen } from '../support/peer.ts';
import { land } from '../support/projection.ts';
import { World } from '../support/world.ts';
import type { TestIdentity, TestNode } from '../support/world.ts';

const hour = 3_600_000;

/** A home whose door a test can shut; what it logs it answers with its first result for ever. */
class Home {
  readonly node: TestNode;
  readonly logged = new Map<string, number>();
  mode: 'open' | 'shut' | 'forgets to answer' | 'refuses' = 'open';
  asked = 0;
  hints: object[] = [];
  url = '';

  constructor(node: TestNode) {
    this.node = node;
  }

  static async open(t: Test, node: TestNode): Promise<Home> {
    const home = new Home(node);
    const server = createServer((request, response) => void home.#handle(request, response));
    home.url = await listen(t, server);
    return home;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/v1/node') {
      const { id, first } = this.node;
      return void response.end(JSON.stringify({ id, protocol: 1, documents: [first.text] }));
    }
    if (request.url === '/v1/logs') return void response.end(JSON.stringify({ items: this.hints }));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.asked++;
    if (this.mode === 'shut') return void response.writeHead(503).end();
    if (this.mode === 'refuses') {
      const problem = {
        type: 'about:blank',
        title: 'no',
        status: 409,
        code: 'wrong_state',
        legal: ['wanted.released'],
      };
      return void response.writeHead(409).end(JSON.stringify(problem));
    }
    const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: string[] };
    const results = events.map((text) => {
      const { hash } = read(text);
      const seq = this.logged.get(hash) ?? this.logged.size + 1;
      this.logged.set(hash, seq);
      return { origin: this.node.id, seq, hash, verdict: 'ok' };
    });
    if (this.mode === 'forgets to answer') return void response.socket?.destroy();
    return void response.writeHead(201).end(JSON.stringify({ results, checkpoint: 'c' }));
  }
}

interface Scene {
  world: World;
  home: Home;
  rig: TestIdentity;
  state: MemoryState;
  store: Private;
  proposed: string[][];
  federation: Federation;
  /** Another process over the same node.sqlite. */
  restart(): Promise<Federation>;
  clock: { now(): number };
  later(milliseconds: number): void;
  act(title?: string): Act;
}

async function scene(t: Test, name: string, refusal?: { error: WastelandError | undefined }): Promise<Scene> {
  const world = new World(name);
  const self = world.node('self');
  const home = await Home.open(t, world.node('home'));
  const rig = world.member('rig', self);
  const clock = { at: world.now, now: (): number => clock.at };
  const store = openPrivate(join(await temporaryDirectory(t), 'node.sqlite'), {
    secret: 'x'.repeat(32),
    now: clock.now,
  });
  const client = new GuardedClient(addressRules(true));
  const state = new MemoryState();
  const proposed: string[][] = [];
  const writer = {
    origin: self.id,
    propose: ({ tokens }: { tokens: { text: string; hash: string }[] }) => {
      if (refusal?.error !== undefined) return Promise.reject(refusal.error);
      proposed.push(tokens.map(({ text }) => text));
      const entries = tokens.map(({ hash }, n) => ({ origin: self.id, seq: n + 1, logged_at: 1, hash, code: 'ok' }));
      return Promise.resolve({ entries, checkpoint: 'c' });
    },
  };
  // Pulls are somebody else's test: here they end before they begin.
  const quarantine = { use: () => Promise.reject(new Error('no quarantine here')), discard: () => undefined };
  const parts = {
    client,
    rules: addressRules(true),
    quarantine,
    writer,
    readModel: { reader: { state } },
    ledger: { readEntry: () => Promise.resolve(undefined) },
    store,
    clock,
    random: () => 1,
    log: createLog('silent'),
    limits: defaultFederationLimits,
  } as unknown as FederationParts;
  let federation = createFederation(parts);
  t.teardown(async () => {
    await federation.close();
    await client.close();
    store.close();
  });
  const result: Scene = {
    world,
    home,
    rig,
    state,
    store,
    proposed,
    clock,
    federation,
    restart: async () => {
      await federation.close();
      federation = createFederation(parts);
      return federation;
    },
    later: (milliseconds) => {
      clock.at += milliseconds;
      world.now = clock.at;
    },
    act: (title = 'x') => {
      const body = { title, type: 'bug', priority: 2, effort: 'small' };
      const token = read(rig.event(home.node.id, 'wanted.posted', body));
      return { home: home.node.id, documents: [rig.first.text], token, rig: rig.id, type: 'wanted.posted', item: null };
    },
  };
  return result;
}

t.test('what the home says is the answer', async (t) => {
  const { home, store, federation, act } = await scene(t, 'answer');
  store.peers.add(home.node.id, home.url);
  const won = act();
  const answer = await federation.deliver(won);
  t.match(answer, { kind: 'answered', checkpoint: 'c', results: [{ seq: 1 }, { seq: 2, hash: won.token.hash }] });
  t.match(store.outbox.get(won.token.hash), { state: 'won', answer: { seq: 2, verdict: 'ok' } });

  home.mode = 'refuses';
  const refused = act();
  const problem = { status: 409, code: 'wrong_state', legal: ['wanted.released'] };
  t.match(await federation.deliver(refused), { kind: 'refused', problem });
  t.match(store.outbox.get(refused.token.hash), { state: 'refused', answer: problem });
  await federation.retryOutbox();
  t.equal(home.asked, 2, 'an answer is final');
});

t.test('a home that is silent is asked less and less often, and a restart forgets nothing', async (t) => {
  const { home, store, federation, act, later, restart } = await scene(t, 'silent');
  store.peers.add(home.node.id, home.url);
  home.mode = 'shut';
  const { token, ...rest } = act();
  t.match(await federation.deliver({ token, ...rest }), { kind: 'queued' });
  t.match(store.outbox.get(token.hash), { state: 'queued', attempts: 1 });
  await federation.retryOutbox();
  t.equal(home.asked, 1, 'not before its time');
  later(defaultFederationLimits.firstRetry);
  await federation.retryOutbox();
  t.equal(home.asked, 2);
  later(defaultFederationLimits.firstRetry);
  await federation.retryOutbox();
  t.equal(home.asked, 2, 'the pause has doubled');

  const restarted = await restart();
  later(defaultFederationLimits.firstRetry);
  home.mode = 'open';
  await restarted.retryOutbox();
  t.match(store.outbox.get(token.hash), { state: 'won' });
  t.equal(home.logged.size, 2);
});

t.test('a lost answer is no lost act', async (t) => {
  const { home, store, federation, act, later } = await scene(t, 'lost');
  store.peers.add(home.node.id, home.url);
  home.mode = 'forgets to answer';
  const { token, ...rest } = act();
  t.match(await federation.deliver({ token, ...rest }), { kind: 'queued' });
  t.ok(home.logged.has(token.hash), 'the home has logged it');
  home.mode = 'open';
  later(hour);
  await federation.retryOutbox();
  t.match(store.outbox.get(token.hash), { state: 'won', answer: { seq: 2 } }, 'its first place');
});

t.test('an act that nobody answers in 72 hours is stale', async (t) => {
  const { home, store, federation, act, later } = await scene(t, 'stale');
  store.peers.add(home.node.id, home.url);
  home.mode = 'shut';
  const { token, ...rest } = act();
  await federation.deliver({ token, ...rest });
  later(71 * hour);
  await federation.retryOutbox();
  t.match(store.outbox.get(token.hash), { state: 'queued' });
  later(2 * hour);
  home.mode = 'open';
  await federation.retryOutbox();
  t.match(store.outbox.get(token.hash), { state: 'stale', answer: null });
  t.equal(home.logged.size, 0);
});

t.test('one attempt at a time, and one silence stands for all acts of that home in a round', async (t) => {
  const { home, store, federation, act, later } = await scene(t, 'round');
  store.peers.add(home.node.id, home.url);
  const twice = act();
  const answers = await Promise.all([federation.deliver(twice), federation.deliver(twice)]);
  t.same(answers[0], answers[1]);
  t.equal(home.asked, 1);

  home.mode = 'shut';
  for (let n = 0; n < 3; n++) await federation.deliver(act());
  t.equal(home.asked, 4);
  later(hour);
  await federation.retryOutbox();
  t.equal(home.asked, 5);
  home.mode = 'open';
  later(hour);
  await federation.retryOutbox();
  t.equal(store.outbox.depth(), 0);
});

t.test('what waits for something here is logged here once it is known', async (t) => {
  const refusal: { error: WastelandError | undefined } = { error: undefined };
  const { world, home, rig, state, store, federation, proposed, later } = await scene(t, 'waits', refusal);
  store.peers.add(home.node.id, home.url);
  home.mode = 'shut';
  const self = world.logs.keys().next().value as string;
  const worker = world.member('worker', home.node);
  const item = home.node.log.act(worker, 'wanted.posted', { title: 'x', type: 'bug', priority: 2, effort: 'small' });
  home.node.log.act(worker, 'wanted.claimed', { item: item.id });
  const submission = home.node.log.act(worker, 'work.submitted', { item: item.id, evidence: [{ url: 'x' }] });
  const accept = read(rig.event(home.node.id, 'work.accepted', { completion: submission.id }));
  const stamp = read(rig.event(self, 'comment.posted', { about: item.id, text: 'stands for a stamp' }));
  const common = { rig: rig.id, item: null, documents: [] };
  const before = { ...common, home: home.node.id, type: 'work.accepted', hash: accept.hash, token: accept.text };
  const after = { ...common, home: self, type: 'stamp.issued', hash: stamp.hash, token: stamp.text };
  store.outbox.add(before);
  store.outbox.add({ ...after, after: accept.hash, waits_for: submission.id });

  const turn = async (): Promise<void> => {
    later(hour);
    await federation.retryOutbox();
  };
  await turn();
  t.match(store.outbox.get(stamp.hash), { state: 'queued' }, 'the act before it waits');
  home.mode = 'open';
  await turn();
  t.match(store.outbox.get(accept.hash), { state: 'won' });
  await turn();
  t.match(store.outbox.get(stamp.hash), { state: 'queued' }, 'its completion is not known here');
  for (const entry of home.node.log.entries) land(state, home.node.id, entry);
  refusal.error = new WastelandError('unavailable', 'not now');
  await turn();
  t.match(store.outbox.get(stamp.hash), { state: 'queued' });
  refusal.error = undefined;
  await turn();
  t.match(store.outbox.get(stamp.hash), { state: 'won', answer: { origin: self, verdict: 'ok' } });
  t.same(proposed, [[stamp.text]]);

  const never = read(rig.event(self, 'comment.posted', { about: item.id, text: 'another' }));
  const lost = read(rig.event(home.node.id, 'work.accepted', { completion: submission.id }));
  home.mode = 'refuses';
  store.outbox.add({ ...before, hash: lost.hash, token: lost.text });
  store.outbox.add({ ...after, hash: never.hash, token: never.text, after: lost.hash });
  await turn();
  await turn();
  t.match(store.outbox.get(never.hash), { state: 'refused' }, 'its first act was not logged');
  refusal.error = new WastelandError('same_owner', 'one owner');
  const own = read(rig.event(self, 'comment.posted', { about: item.id, text: 'a third' }));
  store.outbox.add({ ...after, hash: own.hash, token: own.text });
  await turn();
  t.match(store.outbox.get(own.hash), { state: 'refused', answer: { code: 'same_owner' } });
});

t.test('where a home is', async (t) => {
  const { world, home, store, federation, act } = await scene(t, 'where');
  await t.rejects(federation.deliver(act()), { code: 'home_unknown' });
  t.equal(store.outbox.depth(), 0, 'nothing is queued that can go nowhere');

  const friend = await Home.open(t, world.node('friend'));
  const liar = await Home.open(t, world.node('liar'));
  const hint = (url: string): object => ({ origin: home.node.id, seq: 1, root: '0'.repeat(64), checkpoint: 'c', url });
  store.peers.add(liar.node.id, liar.url);
  liar.hints = [hint(liar.url)];
  await t.rejects(federation.deliver(act()), { code: 'home_unknown' }, 'a hint without a proof');
  t.equal(liar.logged.size, 0, 'and nothing is handed to who is not the home');
  t.equal(federation.urlOf(home.node.id), undefined);

  store.peers.add(friend.node.id, friend.url);
  friend.hints = [hint(home.url)];
  t.match(await federation.deliver(act()), { kind: 'answered' });
  t.equal(federation.urlOf(home.node.id), home.url);
});

t.test('pauses between attempts', async (t) => {
  const limits = { firstRetry: 1_000, longestRetry: 60_000 };
  t.equal(retryDelay(0, limits, 1), 1_000);
  t.equal(retryDelay(0, limits, 0), 500);
  t.equal(retryDelay(3, limits, 1), 8_000);
  t.equal(retryDelay(1_000_000, limits, 1), 60_000);
});
