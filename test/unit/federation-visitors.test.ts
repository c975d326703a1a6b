import { createServer } from 'node:http';
import t from 'tap';
import type { Test } from 'tap';
import { HomeFinder } from '../../src/federation/find-home.ts';
import { VisitorDocuments } from '../../src/federation/newer-from-home.ts';
import { defaultFederationLimits } from '../../src/federation/parts.ts';
import type { FederationParts } from '../../src/federation/parts.ts';
import { addressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { listen } from '../support/peer.ts';
import { World } from '../support/world.ts';
import type { TestIdentity, TestNode } from '../support/world.ts';

interface Scene {
  world: World;
  home: TestNode;
  rig: TestIdentity;
  visitors: VisitorDocuments;
  /** What the home says of the rig. */
  says: { documents: string[]; asked: number; status: number };
  later(milliseconds: number): void;
  hashes(): Promise<string[]>;
}

/** A node whose log documents a rig of another home, and that home's door. */
async function scene(t: Test, name: string, known = true): Promise<Scene> {
  const world = new World(name);
  const self = world.node('self');
  const home = world.node('home');
  const rig = world.member('rig', home);
  if (known) self.log.append(rig.first.text);
  const state = world.project();
  const says = { documents: [rig.first.text], asked: 0, status: 200 };
  const url = await listen(
    t,
    createServer((request, response) => {
      if (request.url !== `/v1/rigs/${rig.id}/identity`) return void response.writeHead(404).end();
      says.asked++;
      return void response.writeHead(says.status).end(JSON.stringify({ id: rig.id, documents: says.documents }));
    }),
  );
  const client = new GuardedClient(addressRules(true));
  t.teardown(() => client.close());
  let now = world.now;
  const parts = {
    client,
    writer: { origin: self.id },
    readModel: { reader: { state } },
    store: { peers: { get: (id: string) => (id === home.id ? { url } : undefined), list: () => [] } },
    clock: { now: () => now },
    limits: defaultFederationLimits,
  } as unknown as FederationParts;
  const visitors = new VisitorDocuments(parts, new HomeFinder(parts));
  return {
    world,
    home,
    rig,
    visitors,
    says,
    later: (milliseconds) => {
      now += milliseconds;
    },
    hashes: async () => (await visitors.newer(rig.id)).map(({ hash }) => hash),
  };
}

t.test('the home of a visiting rig is asked for newer documents, at most every ten minutes', async (t) => {
  const { rig, says, later, hashes } = await scene(t, 'newer');
  t.same(await hashes(), [], 'nothing is newer');
  const second = rig.next({ name: 'second' });
  const third = rig.next({ name: 'third' });
  says.documents = [rig.first.text, second.text, third.text];
  t.same(await hashes(), [], 'asked a moment ago');
  t.equal(says.asked, 1);
  later(defaultFederationLimits.refresh);
  t.same(await hashes(), [second.hash, third.hash], 'predecessors first');
});

t.test('what our log would not take must not take the act down with it', async (t) => {
  const { world, home, rig, says, hashes } = await scene(t, 'refused');
  const good = rig.next({ name: 'good' });
  const forged = rig.next({ name: 'forged' }, { by: world.key('thief') });
  const other = world.rig('other', home);
  says.documents = ['not a token', other.first.text, home.first.text, forged.text, good.text];
  t.same(await hashes(), [good.hash]);
});

t.test('a home that can not be asked stops nobody', async (t) => {
  const { rig, says, later, hashes, visitors } = await scene(t, 'silent');
  says.documents = [rig.first.text, rig.next({ name: 'x' }).text];
  for (const status of [404, 403, 503]) {
    says.status = status;
    t.same(await hashes(), [], `${status}`);
    later(defaultFederationLimits.refresh);
  }
  t.same(await visitors.newer(new World('silent').rig('stranger', new World('silent').node('nowhere')).id), []);
});

t.test('a rig that our log does not document yet comes with all its documents', async (t) => {
  const { rig, hashes } = await scene(t, 'first', false);
  t.same(await hashes(), [rig.first.hash]);
});
