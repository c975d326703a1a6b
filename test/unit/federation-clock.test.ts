import { createServer } from 'node:http';
import t from 'tap';
import type { Test } from 'tap';
import type { WastelandError } from '../../src/errors.ts';
import { ClockCheck } from '../../src/federation/check-clock.ts';
import { defaultFederationLimits } from '../../src/federation/parts.ts';
import type { FederationParts } from '../../src/federation/parts.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { createLog } from '../../src/log.ts';
import { until } from '../support/dolt.ts';
import { listen } from '../support/peer.ts';
import { World } from '../support/world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A peer's door: its clock, and whether it answers. */
class PeerDoor {
  now: () => number;
  answers = true;
  asked = 0;
  url = '';
  paused = false;

  constructor(now: () => number) {
    this.now = now;
  }

  async open(t: Test): Promise<this> {
    const server = createServer((request, response) => {
      this.asked += 1;
      if (!this.answers) return void request.socket.destroy();
      response.setHeader('date', new Date(this.now()).toUTCString());
      return void response.writeHead(200).end('{}');
    });
    this.url = await listen(t, server);
    return this;
  }
}

interface Scene {
  check: ClockCheck;
  /** Our clock, ahead of the last entry by what the test says. */
  clock: { at: number; now(): number };
  /** The code with which writes are refused. */
  blocked: () => string | undefined;
  said: string[];
}

function scene(t: Test, ahead: number, peers: PeerDoor[]): Scene {
  const world = new World('clock');
  const self = world.node('self');
  const state = world.project();
  const last = state.table('logs').get(self.id)?.logged_at ?? 0;
  const clock = { at: last + ahead, now: (): number => clock.at };
  const client = new GuardedClient(addressRules(true));
  let refusal: WastelandError | undefined;
  const said: string[] = [];
  const parts = {
    client,
    writer: { origin: self.id, block: (error: WastelandError | undefined) => (refusal = error) },
    readModel: { reader: { state } },
    store: { peers: { list: () => peers.map(({ url, paused }) => ({ id: url, url, paused })) } },
    clock,
    log: createLog('info', { write: (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg) }),
    limits: { ...defaultFederationLimits, clock: 10 },
  } as unknown as FederationParts;
  const check = new ClockCheck(parts);
  t.teardown(async () => {
    await check.close();
    await client.close();
  });
  return { check, clock, blocked: () => refusal?.code, said };
}

t.test('a clock near the last entry asks nobody', async (t) => {
  const peer = await new PeerDoor(() => 0).open(t);
  const { check, blocked } = scene(t, day - minute, [peer]);
  await check.start();
  t.equal(peer.asked, 0);
  t.equal(blocked(), undefined);
});

t.test('a clock that peers confirm is believed', async (t) => {
  const near = await new PeerDoor(() => clock.at - 9 * minute).open(t);
  const { check, clock, blocked, said } = scene(t, 30 * day, [near]);
  await check.start();
  t.equal(near.asked, 1);
  t.equal(blocked(), undefined);
  t.match(said, [/confirm our clock/]);
});

t.test('where nobody answers a warning is all', async (t) => {
  const down = await new PeerDoor(() => 0).open(t);
  down.answers = false;
  for (const peers of [[], [down]]) {
    const { check, blocked, said } = scene(t, 30 * day, peers);
    await check.start();
    t.equal(blocked(), undefined);
    t.match(said, [/no peer answers/]);
  }
});

t.test('a clock that a peer contradicts refuses writes until they agree', async (t) => {
  let shift = 11 * minute;
  const other = await new PeerDoor(() => clock.at - shift).open(t);
  const same = await new PeerDoor(() => clock.at).open(t);
  const { check, clock, blocked } = scene(t, 30 * day, [same, other]);
  await check.start();
  t.equal(blocked(), 'clock_wrong', 'one that differs is enough');
  const looks = other.asked;
  await until('it has looked again', () => other.asked > looks + 2);
  t.equal(blocked(), 'clock_wrong');
  other.answers = false;
  same.answers = false;
  const asked = other.asked;
  await until('it has looked while nobody answers', () => other.asked > asked + 2);
  t.equal(blocked(), 'clock_wrong', 'silence is no agreement');
  other.answers = true;
  shift = -9 * minute;
  await until('writes are taken', () => blocked() === undefined);
  await check.close();
  const end = other.asked;
  await until('nothing is under way', () => other.asked === end);
});

t.test('ways out for the operator', async (t) => {
  await t.test('a peer whose clock is the wrong one is paused', async (t) => {
    const liar = await new PeerDoor(() => 0).open(t);
    const { check, blocked } = scene(t, 30 * day, [liar]);
    await check.start();
    t.equal(blocked(), 'clock_wrong');
    liar.paused = true;
    await until('writes are taken', () => blocked() === undefined);
  });

  await t.test('the clock is set right while the peer is away', async (t) => {
    const peer = await new PeerDoor(() => clock.at - 29 * day).open(t);
    const { check, clock, blocked } = scene(t, 30 * day, [peer]);
    await check.start();
    t.equal(blocked(), 'clock_wrong');
    peer.answers = false;
    clock.at -= 29 * day + minute;
    await until('writes are taken', () => blocked() === undefined);
  });
});
