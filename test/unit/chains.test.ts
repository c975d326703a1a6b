import t from 'tap';
import type { IdentityRow } from '../../src/domain/state.ts';
import { post, vouch } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { SignedDocument, TestIdentity, TestNode } from '../support/world.ts';

/** Forks of a chain, decided without any clock (protocol.md section 2). */

interface Scene {
  world: World;
  a: TestNode;
  b: TestNode;
  c: TestNode;
  rig: TestIdentity;
  recovery: ReturnType<World['key']>;
  log(node: TestNode, ...documents: SignedDocument[]): void;
  identity(): IdentityRow | undefined;
}

/** A rig with home at a, whose document 0 stands in the logs of a, b and c. */
function scene(name: string): Scene {
  const world = new World(`chains ${name}`);
  const [a, b, c] = ['a', 'b', 'c'].map((node) => world.node(node)) as [TestNode, TestNode, TestNode];
  const recovery = world.key('recovery');
  const rig = world.rig('rig', a, { recovery: [recovery] });
  const log = (node: TestNode, ...documents: SignedDocument[]): void => {
    for (const document of documents) node.log.append(document.text);
  };
  for (const node of [a, b, c]) log(node, rig.first);
  return { world, a, b, c, rig, recovery, log, identity: () => world.project().table('identities').get(rig.id) };
}

t.test('no fork: the longest chain known anywhere', async (t) => {
  const { a, b, rig, log, identity } = scene('plain');
  t.match(identity(), { status: 'active', seq: 0, home: a.id, row_name: `rig-${rig.id.slice(0, 22)}` });
  const one = rig.next({ name: 'One', handle: 'other' });
  log(b, one);
  t.match(identity(), { seq: 1, name: 'One', handle: 'other', tip: one.hash, row_name: `rig-${rig.id.slice(0, 22)}` });
  const two = rig.next({ name: '', home: b.id });
  log(b, two);
  t.match(identity(), { seq: 2, name: null, home: b.id, status: 'active' });
});

t.test('(b) the branch that stands first in the log of the predecessor’s home', async (t) => {
  const { a, b, c, rig, log, identity } = scene('home');
  const after = rig.first;
  const [one, two] = ['one', 'two'].map((name) => rig.next({ name }, { after })) as [SignedDocument, SignedDocument];
  log(b, one);
  log(c, two);
  t.match(identity(), { status: 'disputed', tip: rig.first.hash, seq: 0 }, '(c) neither stands there');
  log(a, two);
  t.match(identity(), { status: 'active', tip: two.hash }, 'the only one there is the first there');
  log(a, one);
  t.match(identity(), { tip: two.hash });
});

t.test('the home is the predecessor’s, not that of the branches', async (t) => {
  const { a, b, rig, log, identity } = scene('predecessor');
  const after = rig.first;
  const moved = rig.next({ home: b.id }, { after });
  const stayed = rig.next({ name: 'stayed' }, { after });
  log(b, moved, stayed);
  t.equal(identity()?.status, 'disputed');
  log(a, stayed, moved);
  t.match(identity(), { tip: stayed.hash, home: a.id });
});

t.test('a fork after a move is decided in the new home’s log', async (t) => {
  const { a, b, rig, log, identity } = scene('moved');
  const moved = rig.next({ home: b.id });
  const [one, two] = ['one', 'two'].map((name) => rig.next({ name }, { after: moved })) as [
    SignedDocument,
    SignedDocument,
  ];
  log(a, moved, one, two);
  log(b, moved, two, one);
  t.match(identity(), { tip: two.hash });
});

t.test('a node’s forks are decided in its own log', async (t) => {
  const { world, a, b, log } = scene('node');
  const [one, two] = ['one', 'two'].map((name) => a.next({ name }, { after: a.first })) as [
    SignedDocument,
    SignedDocument,
  ];
  b.log.append(a.first.text);
  log(b, one);
  log(a, two, one);
  t.equal(world.project().table('identities').get(a.id)?.tip, two.hash);
});

t.test('(a) recovery beats what stands first, wherever it became known', async (t) => {
  const { a, c, rig, recovery, log, identity } = scene('recovery');
  const after = rig.first;
  const thief = rig.next({ name: 'thief' }, { after });
  const more = rig.next({ name: 'thief again' }, { after: thief });
  log(a, thief, more);
  t.match(identity(), { tip: more.hash, seq: 2 });
  const mine = rig.next({ name: 'mine' }, { after, by: recovery });
  log(c, mine);
  t.match(identity(), { tip: mine.hash, seq: 1, status: 'active' });
});

t.test('a branch is the whole subtree: recovery deeper inside counts too', async (t) => {
  const { a, b, rig, recovery, log, identity } = scene('subtree');
  const after = rig.first;
  const thief = rig.next({ name: 'thief' }, { after });
  const mine = rig.next({ name: 'mine' }, { after });
  log(a, thief);
  log(b, mine);
  t.match(identity(), { tip: thief.hash });
  const deeper = rig.next({ name: 'confirmed' }, { after: mine, by: recovery });
  log(b, deeper);
  t.match(identity(), { tip: deeper.hash });
  const inside = rig.next({ name: 'inside' }, { after: mine });
  log(a, mine, inside);
  t.match(identity(), { tip: deeper.hash }, 'the rules apply again at the fork inside');
});

t.test('among several branches with recovery the first in the home’s log decides', async (t) => {
  const { a, b, c, rig, recovery, log, identity } = scene('several');
  const after = rig.first;
  const plain = rig.next({ name: 'plain' }, { after });
  const [one, two] = ['one', 'two'].map((name) => rig.next({ name }, { after, by: recovery })) as [
    SignedDocument,
    SignedDocument,
  ];
  log(a, plain);
  log(b, one);
  log(c, two);
  t.match(identity(), { status: 'disputed', tip: rig.first.hash }, 'the plain one is out, and the others undecided');
  log(a, two);
  t.match(identity(), { status: 'active', tip: two.hash });
});

t.test('only a recovery key in force at the fork helps', async (t) => {
  const { world, a, b, rig, recovery, log, identity } = scene('in force');
  const fresh = world.key('fresh recovery');
  const changed = rig.next({ recovery: [fresh] }, { by: recovery });
  const after = changed;
  const [plain, signed] = [rig.next({ name: 'plain' }, { after }), rig.next({ name: 'signed' }, { after, by: fresh })];
  log(a, changed, plain);
  log(b, changed, signed);
  t.match(identity(), { tip: signed.hash });

  const bare = world.member('bare', a);
  const later = world.key('later');
  const own = bare.next({ name: 'first' }, { after: bare.first });
  const adopted = bare.next({ recovery: [later] }, { after: bare.first });
  const deeper = bare.next({ name: 'deeper' }, { after: adopted, by: later });
  log(a, own, adopted, deeper);
  t.equal(
    world.project().table('identities').get(bare.id)?.tip,
    own.hash,
    'a recovery key that a branch brought itself decides nothing',
  );
});

t.test('disputed: the stem counts and nothing after it, until something decides', async (t) => {
  const { world, a, b, c, rig, log, identity } = scene('disputed');
  const [one, two] = [world.key('one'), world.key('two')];
  const after = rig.first;
  const first = rig.next({ keys: [rig.key, one], home: b.id }, { after });
  const second = rig.next({ keys: [rig.key, two], home: c.id }, { after });
  log(b, first);
  log(c, second);
  const bySide = vouch(b.log, rig, a, { key: one });
  const byStem = vouch(a.log, rig, a);
  t.strictSame(world.verdicts(bySide, byStem), ['ignored: not_in_chain', 'ok']);
  t.strictSame(identity()?.keys, [rig.key.kid]);
  t.equal(identity()?.home, a.id);
  t.equal(world.verdict(post(b.log, rig, {}, { key: one })), 'ok', 'ordered acts know their own log only');
  log(a, first);
  t.equal(world.verdict(bySide), 'ok');
  t.match(identity(), { status: 'active', home: b.id });
});

t.test('a losing tombstone ends nothing', async (t) => {
  const { a, b, rig, recovery, log, identity } = scene('tombstone');
  const revoked = [{ kid: rig.key.kid, upto: {} }];
  const end = rig.next({ keys: [], status: 'tombstone', revoked }, { after: rig.first });
  log(a, end);
  t.equal(identity()?.status, 'tombstone');
  const mine = rig.next({ name: 'alive' }, { after: rig.first, by: recovery });
  log(b, mine);
  t.match(identity(), { status: 'active', tip: mine.hash });
});

t.test('upto in force is that of the winning chain', async (t) => {
  const { world, a, b, rig, recovery, log } = scene('upto');
  const fresh = world.key('fresh');
  const act = vouch(a.log, rig, b);
  const revoked = [{ kid: rig.key.kid, upto: {} }];
  log(a, rig.next({ keys: [fresh], revoked }, { after: rig.first }));
  t.equal(world.verdict(act), 'ignored: key_revoked');
  log(b, rig.next({ keys: [fresh, rig.key] }, { after: rig.first, by: recovery }));
  t.equal(world.verdict(act), 'ok');
});

t.test('also_known_as, custody and owner are those of the latest document', async (t) => {
  const { world, a, rig, identity, log } = scene('members');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: rig.key.x, custody: a.id };
  log(a, rig.next({ keys: [jwk], also_known_as: ['https://example.org/@rig'] }));
  t.match(identity(), { custody: { [rig.key.kid]: a.id }, also_known_as: ['https://example.org/@rig'], owner: null });
  log(a, rig.next({ keys: [rig.key], also_known_as: undefined }));
  t.strictSame(identity()?.custody, {});
  t.strictSame(identity()?.also_known_as, []);
  const agent = world.member('agent', a, { kind: 'agent', owner: rig.id });
  t.equal(world.project().table('identities').get(agent.id)?.owner, rig.id);
  log(a, agent.next({ owner: undefined }));
  t.equal(world.project().table('identities').get(agent.id)?.owner, null);
});
