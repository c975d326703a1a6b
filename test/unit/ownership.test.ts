import t from 'tap';
import { neighboursOf } from '../../src/domain/ownership.ts';
import { publishedRow } from '../../src/domain/project/rows.ts';
import { handedIn, link, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { DocumentChanges, TestIdentity, TestNode } from '../support/world.ts';

/** Owner groups and the yearbook rule (protocol.md section 3). */

interface Scene {
  world: World;
  node: TestNode;
  member(name: string, changes?: DocumentChanges): TestIdentity;
  /** Both sides' links. */
  join(one: TestIdentity, other: TestIdentity): void;
  /** Ids of a rig's group, sorted; empty when it is in none. */
  group(rig: TestIdentity): string[];
}

function scene(name: string): Scene {
  const world = new World(`ownership ${name}`);
  const node = world.node('node');
  const group = (rig: TestIdentity): string[] => {
    const groups = world.project().table('groups');
    const id = groups.get(rig.id)?.group_id;
    return id === undefined ? [] : groups.list('group', id).map((row) => row.rig);
  };
  const join = (one: TestIdentity, other: TestIdentity): void => {
    link(node.log, one, other);
    link(node.log, other, one);
  };
  return { world, node, member: (rig, changes) => world.member(rig, node, changes), join, group };
}

function ids(...rigs: TestIdentity[]): string[] {
  return rigs.map((rig) => rig.id).sort();
}

t.test('a link that one side signed does nothing', async (t) => {
  const { world, node, member, group } = scene('one side');
  const [one, other] = [member('one'), member('other')];
  link(node.log, one, other);
  t.strictSame(group(one), []);
  t.equal(world.verdict(stamp(node.log, one, handedIn(node.log, node, other).completion, other)), 'ok');
  link(node.log, other, one);
  t.strictSame(group(one), ids(one, other));
  t.equal(world.project().table('groups').get(other.id)?.group_id, ids(one, other)[0], 'named by its smallest member');
});

t.test('groups are transitive', async (t) => {
  const { world, node, member, join, group } = scene('transitive');
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => member(name)) as [
    TestIdentity,
    TestIdentity,
    TestIdentity,
    TestIdentity,
  ];
  join(a, b);
  join(c, d);
  t.strictSame(group(a), ids(a, b));
  const { completion } = handedIn(node.log, node, d);
  const issued = stamp(node.log, a, completion, d);
  t.equal(world.verdict(issued), 'ok');
  join(b, c);
  t.strictSame(group(d), ids(a, b, c, d));
  t.equal(world.verdict(issued), 'ignored: same_owner', 'whenever the link became known');
  t.equal(world.project().table('stamps').get(issued.id), undefined);
});

t.test('a dropped key’s links go, and the stamps come back in public', async (t) => {
  const { world, node, member, join, group } = scene('dropped');
  const [a, b] = [member('a'), member('b')];
  const { completion } = handedIn(node.log, node, b);
  const issued = stamp(node.log, a, completion, b);
  const before = node.log.seq;
  join(a, b);
  t.equal(world.verdict(issued), 'ignored: same_owner');
  const key = world.key('fresh');
  node.log.append(b.next({ keys: [key], revoked: [{ kid: b.key.kid, upto: { [node.id]: before } }] }).text);
  t.strictSame(group(a), []);
  t.equal(world.verdict(issued), 'ok');
  link(node.log, b, a, { key });
  t.equal(world.verdict(issued), 'ignored: same_owner');
});

t.test('the earliest ok link of a side is the one that stands', async (t) => {
  const { world, node, member } = scene('earliest');
  const [a, b] = [member('a'), member('b')];
  const key = world.key('fresh');
  node.log.append(a.next({ keys: [a.key, key] }).text);
  const first = link(node.log, a, b);
  const later = [1, 2, 3, 4, 5, 6].map(() => link(node.log, a, b, { key }));
  t.ok(
    later.some(({ hash }) => hash < first.hash),
    'the hash alone would say another',
  );
  const standing = (): unknown => world.project().table('links').get(a.id, b.id)?.hash;
  t.equal(standing(), first.hash);
  node.log.append(a.next({ keys: [key], revoked: [{ kid: a.key.kid, upto: {} }] }, { by: key }).text);
  t.equal(standing(), later[0]?.hash);
});

t.test('of two links of one time the smaller hash stands', async (t) => {
  const { world, node, member } = scene('one time');
  const [a, b] = [member('a'), member('b')];
  const at = world.now;
  const hashes = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
    world.now = at;
    return link(node.log, a, b).hash;
  });
  const [least] = [...hashes].sort();
  t.not(hashes[0], least, 'the order in the log alone would say another');
  t.equal(world.project().table('links').get(a.id, b.id)?.hash, least);
});

t.test('an owner counts once it links its agent', async (t) => {
  const { world, node, member, group } = scene('owner');
  const owner = member('owner');
  const agent = member('agent', { kind: 'agent', owner: owner.id });
  const parent = (): unknown => publishedRow(world.project(), 'rigs', agent.id)?.['parent_rig'];
  t.strictSame(group(agent), []);
  t.equal(parent(), null, 'a statement alone');
  const { completion } = handedIn(node.log, node, agent);
  const issued = stamp(node.log, owner, completion, agent);
  t.equal(world.verdict(issued), 'ok');
  link(node.log, owner, agent);
  t.strictSame(group(agent), ids(owner, agent), 'the agent itself need not link');
  t.strictSame(neighboursOf(world.project(), agent.id), [owner.id]);
  t.strictSame(neighboursOf(world.project(), owner.id), [agent.id]);
  t.equal(parent(), `owner-${owner.id.slice(0, 22)}`);
  t.equal(world.verdict(issued), 'ignored: same_owner');
  node.log.append(agent.next({ owner: undefined }).text);
  t.equal(world.verdict(issued), 'ok', 'the latest document says who owns');
  t.strictSame([group(agent), group(owner)], [[], []]);
  t.equal(parent(), null);
  node.log.append(agent.next({ owner: owner.id }).text);
  t.equal(world.verdict(issued), 'ignored: same_owner');
});

t.test('the agent’s link to its owner confirms nothing', async (t) => {
  const { node, member, group } = scene('wrong side');
  const owner = member('owner');
  const agent = member('agent', { kind: 'agent', owner: owner.id });
  link(node.log, agent, owner);
  t.strictSame(group(agent), []);
});

t.test('two agents of one owner are one group', async (t) => {
  const { world, node, member, group } = scene('two agents');
  const owner = member('owner');
  const [one, two] = ['one', 'two'].map((name) => member(name, { kind: 'agent', owner: owner.id })) as [
    TestIdentity,
    TestIdentity,
  ];
  link(node.log, owner, one);
  link(node.log, owner, two);
  t.strictSame(group(one), ids(owner, one, two));
  t.equal(world.verdict(stamp(node.log, one, handedIn(node.log, node, two).completion, two)), 'ignored: same_owner');
});

t.test('teams and organisations never join', async (t) => {
  const { world, node, member, join, group } = scene('teams');
  const [a, b] = [member('a'), member('b')];
  for (const kind of ['team', 'org']) {
    const team = member(kind, { kind });
    join(a, team);
    join(b, team);
    t.strictSame(group(team), [], kind);
    const rigs = [a, team].sort((x, y) => (x.name < y.name ? -1 : 1)).map((rig) => rig.id);
    t.match(publishedRow(world.project(), 'rig_links', rigs.join(' ')), { status: 'completed' }, 'the link is shown');
    t.equal(world.verdict(stamp(node.log, team, handedIn(node.log, node, a).completion, a)), 'ok');
  }
  t.strictSame(group(a), []);
  t.equal(world.verdict(stamp(node.log, a, handedIn(node.log, node, b).completion, b)), 'ok', 'a colleague may stamp');
  const org = member('firm', { kind: 'org' });
  const agent = member('agent', { kind: 'agent', owner: org.id });
  link(node.log, org, agent);
  t.strictSame(group(agent), [], 'nor as an owner');
});

t.test('nodes join like rigs', async (t) => {
  const { world, node, member, join, group } = scene('nodes');
  const rig = member('rig');
  join(rig, node);
  t.strictSame(group(rig), ids(rig, node));
  const poster = member('poster');
  t.equal(world.verdict(stamp(node.log, node, handedIn(node.log, poster, rig).completion, rig)), 'ignored: same_owner');
});

t.test('links in different logs make one group', async (t) => {
  const { world, node, member, group } = scene('two logs');
  const other = world.node('other');
  const [a, b] = [member('a'), world.member('b', other)];
  link(node.log, a, b);
  link(other.log, b, a);
  t.strictSame(group(a), ids(a, b));
});
