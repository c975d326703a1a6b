import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { makeDigest, projectionDigest, readerSource, stateSource } from '../../src/commons/digest.ts';
import { publishedRows, rowSourceOf } from '../../src/domain/project/all-rows.ts';
import { commonsTables, publishedColumns } from '../../src/domain/project/rows.ts';
import type { CommonsTable } from '../../src/domain/project/rows.ts';
import type { State } from '../../src/domain/state.ts';
import { vectorLine, vectorOf } from '../../src/domain/vector.ts';
import { openWhole } from '../support/open-whole.ts';
import { land } from '../support/projection.ts';
import { accept, handedIn, post, reject, release, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';

function sha256(lines: string[]): string {
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function rowsByColumn(state: State, table: CommonsTable): Record<string, unknown>[] {
  const columns = Object.keys(publishedColumns[table]);
  return [...publishedRows(rowSourceOf(state), table)].map((row) =>
    Object.fromEntries(columns.map((column, position) => [column, row[position]])),
  );
}

/** Two nodes, and something in every corner of the row rules. */
function someWorld() {
  const world = new World('digest');
  const node = world.node('board');
  const other = world.node('other');
  const alice = world.member('alice', node, { name: 'Alice' });
  const bob = world.member('bob', other, { name: '' });
  node.log.append(bob.first.text);
  const robot = world.member('robot', node, { kind: 'agent', owner: alice.id });
  return { world, node, other, alice, bob, robot };
}

t.test('lines, tables and arrays are those of the text', async (t) => {
  const { world, node, alice, bob } = someWorld();
  node.log.append('not-a-token');
  const { completion } = handedIn(node.log, alice, bob, { sandbox: { b: 1, a: [0.5] } });
  accept(node.log, alice, completion);
  stamp(node.log, alice, completion, bob);
  const withheld = node.log.act(alice, 'comment.posted', { about: completion.id, text: 'secret' });
  node.log.withhold(withheld);
  const state = world.project();
  const logs = world.entries();
  const digest = await makeDigest(stateSource(state, (origin) => [[...(logs[origin] ?? [])]]));

  const origins = Object.keys(logs).sort();
  const inOrder = origins.flatMap((origin) => (logs[origin] ?? []).map((entry) => ({ origin, ...entry })));
  const verdicts = world.verdicts(...inOrder.map(({ origin, seq }) => ({ origin, seq, text: '', hash: '', id: '' })));
  t.ok(verdicts.includes('rejected: not_compact'));
  t.ok(verdicts.includes('pending: withheld'));
  t.equal(digest.events, sha256(inOrder.map((e) => `${e.origin} ${e.seq} ${e.logged_at} ${e.jws}\n`)));
  t.equal(digest.verdicts, sha256(inOrder.map((e, n) => `${e.origin} ${e.seq} ${verdicts[n]}\n`)));
  t.same(digest.withheld, [[node.id, withheld.seq]]);
  t.equal(digest.projection_version, 1);
  t.same(Object.keys(digest.vector), origins);
  t.same(digest.vector[node.id], [node.log.seq, node.log.root()]);

  const lines = commonsTables.flatMap((table) => {
    const rows = [...publishedRows(rowSourceOf(state), table)];
    return [`${table}\n`, ...rows.map((row) => `${JSON.stringify(row)}\n`)];
  });
  const sortedSandbox = lines.map((line) => line.replace('{"b":1,"a":[0.5]}', '{"a":[0.5],"b":1}'));
  t.not(sortedSandbox.join(''), lines.join(''));
  t.equal(digest.projection, sha256(sortedSandbox));
  t.same(commonsTables, [...commonsTables].sort(), 'tables stand in byte order');
  const vector = origins.map((origin) => `${origin} ${digest.vector[origin]?.join(' ')}\n`);
  t.equal(vectorLine(vectorOf(state)), `vector: sha256:${sha256(vector)}`);
});

t.test('the read model and the state in memory give the same digest', async (t) => {
  const { world, node, alice, bob, robot } = someWorld();
  const { completion } = handedIn(node.log, alice, bob);
  stamp(node.log, alice, completion, bob);
  node.log.act(alice, 'rig.linked', { other: robot.id, relation: 'same_owner' });
  const directory = mkdtempSync(join(tmpdir(), 'wasteland-digest-'));
  const model = openWhole(join(directory, 'readmodel.sqlite'));
  t.teardown(() => {
    model.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const logs = world.entries();
  const entries = (origin: string) => [[...(logs[origin] ?? [])]];
  model.begin();
  for (const [origin, list] of Object.entries(logs)) for (const entry of list) land(model.state, origin, entry);
  model.commit();
  const reader = model.still();
  const own = await makeDigest(readerSource(reader, entries));
  t.same(own, await makeDigest(stateSource(world.project(), entries)));

  model.begin();
  model.state.table('items').delete(model.state.table('items').list('primary')[0]?.id ?? '');
  model.commit();
  t.equal(
    (await makeDigest(readerSource(reader, entries))).projection,
    own.projection,
    'a still reader sees no change',
  );
  t.not((await makeDigest(readerSource(model.reader, entries))).projection, own.projection);
  reader.close();
});

t.test('a source that lacks entries of its vector gives no digest', async (t) => {
  const { world } = someWorld();
  await t.rejects(makeDigest(stateSource(world.project(), () => [])), { code: 'unavailable' });
  const empty = await projectionDigest(() => []);
  t.equal(empty, sha256(commonsTables.map((table) => `${table}\n`)));
});

t.test('rows say what protocol.md section 6 says', (t) => {
  const { world, node, alice, bob, robot } = someWorld();
  const open = post(node.log, alice, { tags: [], description: '', min_tier: 3 });
  const first = handedIn(node.log, alice, bob, { description: 'Text', tags: ['b', 'a'], project: 'p' });
  const early = world.project();
  reject(node.log, alice, first.completion);
  release(node.log, bob, first.item);
  const second = handedIn(node.log, alice, bob, { sandbox: {} });
  const accepted = accept(node.log, alice, second.completion);
  const dimensions = {
    quality: { score: 4, confidence: 0.7 },
    creativity: { score: 3.5, confidence: 0.75 },
  };
  const given = stamp(node.log, alice, second.completion, bob, { dimensions, message: '', skills: [] });
  node.log.act(robot, 'rig.linked', { other: alice.id, relation: 'same_owner' });
  const oneSided = world.project();
  const link = node.log.act(alice, 'rig.linked', { other: robot.id, relation: 'same_owner' });
  const state = world.project();

  const name = (rig: { name: string; id: string }) => `${rig.name}-${rig.id.slice(0, 22)}`;
  const rigs = new Map(rowsByColumn(state, 'rigs').map((row) => [row['handle'], row]));
  t.equal(rigs.size, 5, 'nodes too');
  t.match(rigs.get(name(alice)), { display_name: 'Alice', trust_level: 1, rig_type: 'human', parent_rig: null });
  t.match(rigs.get(name(bob)), { display_name: null, registered_at: null, last_seen: null });
  t.equal(rigs.get(name(robot))?.['parent_rig'], name(alice));
  const before = rowsByColumn(oneSided, 'rigs').find((row) => row['handle'] === name(robot));
  t.equal(before?.['parent_rig'], null, 'an owner counts once it has linked the agent');

  const wanted = new Map(rowsByColumn(state, 'wanted').map((row) => [row['id'], row]));
  t.match(wanted.get(open.id), {
    description: null,
    tags: null,
    sandbox_required: 0,
    sandbox_scope: null,
    sandbox_min_tier: '3',
    claimed_by: null,
    evidence_url: null,
    effort_level: 'small',
    posted_by: name(alice),
  });
  t.match(wanted.get(first.item.id), { status: 'open', claimed_by: null, evidence_url: null, tags: ['b', 'a'] });
  t.match(wanted.get(second.item.id), {
    status: 'completed',
    claimed_by: name(bob),
    evidence_url: 'https://example.org/work',
    sandbox_required: 1,
    sandbox_scope: {},
  });
  const inReview = rowsByColumn(early, 'wanted').find((row) => row['id'] === first.item.id);
  t.match(inReview, { status: 'in_review', evidence_url: 'https://example.org/work' });

  const completions = new Map(rowsByColumn(state, 'completions').map((row) => [row['id'], row]));
  t.match(completions.get(first.completion.id), { validated_by: null, validated_at: null, stamp_id: null });
  const acceptedAt = node.log.entries[accepted.seq - 1]?.logged_at ?? 0;
  t.match(completions.get(second.completion.id), {
    wanted_id: second.item.id,
    completed_by: name(bob),
    validated_by: name(alice),
    validated_at: acceptedAt - (acceptedAt % 1000),
    stamp_id: given.id,
  });

  const [stampRow] = rowsByColumn(state, 'stamps');
  t.same(stampRow?.['valence'], { quality: 4, creativity: 3.5 });
  t.match(stampRow, { confidence: 0.73, message: null, skill_tags: null, context_type: 'completion' });

  const [pending] = rowsByColumn(oneSided, 'rig_links');
  const [completed] = rowsByColumn(state, 'rig_links');
  const [a, b] = [name(alice), name(robot)].sort();
  t.match(pending, { status: 'pending', assertion_a: null, completed_at: null, rig_a: a, rig_b: b });
  t.match(completed, {
    id: sha256([`${a} ${b}`]),
    status: 'completed',
    assertion_a: link.hash,
    link_type: 'same_owner',
  });
  t.end();
});
