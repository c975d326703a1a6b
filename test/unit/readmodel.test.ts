import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import type { Test } from 'tap';
import { plainEvidence } from '../../src/domain/reputation/plain-evidence.ts';
import { runAll } from '../../src/domain/reputation/steps.ts';
import { SubjectStamps } from '../../src/domain/reputation/subject-stamps.ts';
import type { Evidence } from '../../src/domain/reputation/plain-evidence.ts';
import { openReader, openReadModel, removeReadModel } from '../../src/readmodel/open.ts';
import type { ReadModel } from '../../src/readmodel/open.ts';
import type { RigFilter } from '../../src/readmodel/rig-reader.ts';
import { openWhole } from '../support/open-whole.ts';
import { pagesOf } from '../support/pages.ts';
import { land } from '../support/projection.ts';
import { accept, handedIn, post, stamp } from '../support/work.ts';
import { juryOf } from '../support/reputation/packed.ts';
import { World } from '../support/world.ts';

function newPath(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'wasteland-readmodel-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'readmodel.sqlite');
}

function openAt(t: Test, path: string): ReadModel {
  const model = openWhole(path);
  t.teardown(() => {
    model.close();
  });
  return model;
}

function modelOf(t: Test, world: World): ReadModel {
  const model = openAt(t, newPath(t));
  model.begin();
  for (const [origin, entries] of Object.entries(world.entries())) {
    for (const entry of entries) land(model.state, origin, entry);
  }
  model.commit();
  return model;
}

const link = { author: 'a', other: 'b', hash: 'h', logged_at: 1 };

t.test('the file is its owner’s alone, and what was committed is there again', (t) => {
  const path = newPath(t);
  const first = openReadModel(path);
  if (first.kind !== 'opened') throw new Error(first.kind);
  t.equal(statSync(path).mode & 0o777, 0o600);
  first.model.begin();
  first.model.state.table('links').put(link);
  t.equal(statSync(`${path}-wal`).mode & 0o777, 0o600);
  first.model.commit();
  first.model.close();
  t.same(openAt(t, path).reader.state.table('links').get('a', 'b'), link);
  t.end();
});

t.test('a damaged file, another version and no file are told apart', (t) => {
  const path = newPath(t);
  t.equal(openReader(path).kind, 'absent');
  const opened = openReadModel(path);
  if (opened.kind !== 'opened') throw new Error(opened.kind);
  opened.model.begin();
  for (let n = 0; n < 2000; n += 1) opened.model.state.table('links').put({ ...link, other: `b${n}` });
  opened.model.commit();
  opened.model.close();
  const whole = readFileSync(path);

  const scratched = Buffer.from(whole);
  scratched.fill(0x5a, Math.floor(whole.length / 2));
  const broken = { scratched, text: Buffer.from('not a database at all'.repeat(50)) };
  for (const [name, bytes] of Object.entries(broken)) {
    writeFileSync(path, bytes);
    t.equal(openReadModel(path).kind, 'damaged', name);
  }
  writeFileSync(path, whole);
  truncateSync(path, 4096 * 3);
  t.equal(openReadModel(path).kind, 'damaged', 'truncated');

  writeFileSync(path, whole);
  const db = new DatabaseSync(path);
  db.exec("UPDATE meta SET value = '0' WHERE name = 'projection_version'");
  db.close();
  t.same(openReadModel(path), { kind: 'other_version', found: '0' });
  t.same(openReader(path), { kind: 'other_version', found: '0' });
  removeReadModel(path);
  t.equal(openReader(path).kind, 'absent');
  t.same(openAt(t, path).state.table('links').list('primary'), []);
  t.end();
});

void t.test('a stop of the machine while it was in use makes it worthless, an end of the process does not', (t) => {
  const directory = t.testdir();
  const path = join(directory, 'readmodel.sqlite');
  const mark = `${path}-in-use`;
  const first = openAt(t, path);
  first.begin();
  first.state.table('links').put(link);
  first.commit();
  t.same(openAt(t, path).state.table('links').list('primary'), [link], 'another process of the same run goes on');

  const run = readFileSync(mark, 'utf8');
  writeFileSync(mark, 'the run before');
  t.match(openReadModel(path), { kind: 'damaged', detail: /machine stopped/ });
  t.match(openReader(path), { kind: 'damaged', detail: /machine stopped/ });
  writeFileSync(mark, run);
  const beside = openReader(path);
  if (beside.kind !== 'opened') throw new Error(beside.kind);
  beside.model.close();

  const other = join(directory, 'other.sqlite');
  const closed = openReadModel(other);
  if (closed.kind !== 'opened') throw new Error(closed.kind);
  t.ok(existsSync(`${other}-in-use`));
  closed.model.close();
  t.notOk(existsSync(`${other}-in-use`), 'closed in order, it has no mark');
  writeFileSync(`${other}-in-use`, 'the run before');
  removeReadModel(other);
  t.same(openAt(t, other).state.table('links').list('primary'), [], 'a new one begins without the old mark');
  t.end();
});

t.test('readers see committed rows only, and all of one moment inside a snapshot', (t) => {
  const model = openAt(t, newPath(t));
  const links = model.state.table('links');
  const seen = () => model.reader.state.table('links').list('primary').length;
  model.begin();
  links.put(link);
  t.equal(seen(), 0);
  const version = model.reader.version();
  model.commit();
  t.equal(seen(), 1);
  t.not(model.reader.version(), version, 'a commit shows in the version');
  t.equal(model.reader.version(), model.reader.version());

  const still = model.still();
  model.reader.snapshot(() => {
    model.begin();
    links.put({ ...link, other: 'c' });
    model.commit();
    t.equal(model.reader.snapshot(seen), 1);
  });
  t.equal(seen(), 2);
  t.equal(still.state.table('links').list('primary').length, 1);
  still.close();
  t.throws(() => model.reader.state.table('links').put(link), /readonly/);
  t.throws(() => model.reader.state.table('links').delete('a', 'b'), /readonly/);
  t.end();
});

t.test('a savepoint that throws takes back its own writes alone', (t) => {
  const model = openAt(t, newPath(t));
  const links = model.state.table('links');
  model.begin();
  t.equal(
    model.savepoint(() => {
      links.put(link);
      return 7;
    }),
    7,
  );
  t.throws(() => {
    model.savepoint(() => {
      links.put({ ...link, other: 'c' });
      throw new Error('refused');
    });
  }, /refused/);
  t.same(links.list('primary'), [link]);
  model.rollback();
  t.same(links.list('primary'), []);
  t.end();
});

t.test('marks are taken back only where nothing changed meanwhile', (t) => {
  const model = openAt(t, newPath(t));
  const marks = model.state.table('unpublished');
  model.begin();
  marks.put({ table_name: 'wanted', key: 'w-1', change: 1 });
  marks.put({ table_name: 'wanted', key: 'w-2', change: 1 });
  const taken = marks.list('primary');
  marks.put({ table_name: 'wanted', key: 'w-2', change: 2 });
  const vector = new Map([['origin', { seq: 2, root: 'r' }]]);
  model.clearPublished(taken, vector);
  model.commit();
  t.same(model.reader.published.unpublished(), [{ table_name: 'wanted', key: 'w-2', change: 2 }]);
  t.same(model.reader.published.published(), vector);
  model.begin();
  model.clear();
  model.commit();
  t.equal(model.reader.published.published(), undefined);
  t.end();
});

t.test('everything around an item, in the order in which it happened', (t) => {
  const world = new World('item');
  const node = world.node('board');
  const [alice, bob] = [world.member('alice', node), world.member('bob', node)];
  const needed = post(node.log, alice);
  const unknown = `w-${'0'.repeat(40)}`;
  const { item, completion } = handedIn(node.log, alice, bob, { parent: needed.id, depends_on: [needed.id, unknown] });
  const question = node.log.act(bob, 'comment.posted', { about: item.id, text: 'How?' });
  const given = stamp(node.log, alice, completion, bob);
  const answer = node.log.act(bob, 'comment.posted', { about: given.id, text: 'Thanks' });
  const gone = node.log.act(bob, 'comment.posted', { about: completion.id, text: 'Oops' });
  const withdrawn = node.log.act(bob, 'comment.withdrawn', { comment: gone.id });
  const refused = node.log.act(alice, 'wanted.claimed', { item: item.id });
  accept(node.log, alice, completion);
  const revoked = node.log.act(alice, 'stamp.revoked', { stamp: given.id, reason: 'no' });
  const { items, board, records } = modelOf(t, world).reader;
  const row = items.item(item.id);
  if (row === undefined) throw new Error('no item');

  const from = item.seq;
  const story = items.history(row).items;
  const seqs = story.map((entry) => entry.seq);
  t.same(
    seqs,
    Array.from({ length: revoked.seq - from + 1 }, (_, n) => from + n),
  );
  t.equal(story.find((entry) => entry.seq === refused.seq)?.code, 'wrong_state');
  const pages = [...pagesOf((cursor) => items.history(row, { limit: 2, ...cursor }))];
  t.same(pages.flat(), story, 'page by page');
  t.ok(seqs.includes(withdrawn.seq));
  t.same(
    items.completions(item.id).map(({ id }) => id),
    [completion.id],
  );
  t.same(
    items.comments(item.id).map(({ id }) => id),
    [question.id, answer.id],
  );
  t.same(items.stamps(item.id), [], 'a revoked stamp is no stamp');
  t.same(
    items.children(needed.id).map(({ id }) => id),
    [item.id],
  );
  t.same(
    items.neededBy(needed.id).map(({ id }) => id),
    [item.id],
  );
  t.same(items.neededBy(item.id), []);
  t.same(items.dependencies(row), [
    { id: needed.id, status: 'open' },
    { id: unknown, status: null },
  ]);
  t.equal(board.ready(items.item(needed.id) ?? row), true);
  t.equal(records.comments(given.id).items[0]?.text, 'Thanks');
  t.end();
});

t.test('rigs are found by beginnings of handle and name, and by what stamps say that they can do', (t) => {
  const world = new World('find');
  const node = world.node('board');
  const [alice, bob] = [world.member('alice-smith', node), world.member('bob', node)];
  const { completion } = handedIn(node.log, alice, bob);
  const given = stamp(node.log, alice, completion, bob, { skills: ['rust', 'rust', 'sql'] });
  const found = (filter: RigFilter, reader = modelOf(t, world).reader) =>
    reader.rigs.list({ kind: 'human', ...filter }).items.map((rig) => rig.handle);
  t.same(found({ q: 'alice' }), ['alice-smith']);
  t.same(found({ q: 'SMI' }), ['alice-smith'], 'any word of it');
  t.same(found({ q: 'lice' }), [], 'not the middle of one');
  t.same(found({ q: '"* OR bob' }), [], 'operators are no operators');
  t.same(found({ q: '—' }), [], 'no word at all');
  t.same(found({ skill: 'rust' }), ['bob']);
  t.same(found({ skill: 'rust', q: 'alice' }), []);
  node.log.act(alice, 'stamp.revoked', { stamp: given.id, reason: 'no' });
  t.same(found({ skill: 'rust' }), [], 'a revoked stamp names nothing');
  t.end();
});

t.test('evidence: sums over the stamps that count, groups and validators apart', (t) => {
  const world = new World('evidence');
  const node = world.node('board');
  const names = ['alice', 'bob', 'carol', 'dave'];
  const [alice, bob, carol, dave] = [
    world.member('alice', node),
    world.member('bob', node),
    world.member('carol', node),
    world.member('dave', node),
  ];
  const { completion } = handedIn(node.log, alice, bob);
  const again = handedIn(node.log, alice, bob);
  const quality = (score: number, confidence: number) => ({ dimensions: { quality: { score, confidence } } });
  stamp(node.log, alice, completion, bob, quality(4.5, 0.7));
  stamp(node.log, alice, again.completion, bob, quality(2, 0.1));
  stamp(node.log, carol, completion, bob, quality(3, 0.3));
  const never = { dimensions: { creativity: { score: 5, confidence: 0 } } };
  stamp(node.log, dave, completion, bob, never);
  const revoked = stamp(node.log, dave, again.completion, bob, quality(1, 1));
  node.log.act(dave, 'stamp.revoked', { stamp: revoked.id, reason: 'no' });
  for (const [one, other] of [
    [alice, carol],
    [carol, alice],
  ] as const) {
    node.log.act(one, 'rig.linked', { other: other.id, relation: 'same_owner' });
  }
  node.log.act(dave, 'rig.linked', { other: bob.id, relation: 'same_owner' });
  const { trust, rigs, links, records } = modelOf(t, world).reader;
  const evidence = (rig: string): Evidence => {
    const kept = new SubjectStamps(rig);
    for (const each of trust.about(rig, '', 100)) kept.put(each);
    const jury = juryOf(kept, { weights: { of: () => 1 }, groupOf: (each) => trust.groupOf(each) });
    return runAll(plainEvidence(kept, jury));
  };
  t.strictSame(evidence(bob.id), {
    quality: { stamps: 3, mean: (4.5 * 70 + 2 * 10 + 3 * 30) / 110, validators: 2, groups: 1 },
    reliability: { stamps: 0, validators: 0, groups: 0 },
    creativity: { stamps: 1, validators: 1, groups: 1 },
  });
  t.strictSame(evidence(alice.id).quality, { stamps: 0, validators: 0, groups: 0 });

  t.same(rigs.group(alice.id), { members: [alice.id, carol.id].sort(), size: 2 });
  t.same(rigs.group(bob.id), { members: [bob.id], size: 1 });
  t.match(links.list(alice.id).items, [{ other: carol.id, state: 'confirmed' }]);
  t.match(links.list(bob.id).items, [{ other: dave.id, state: 'pending', given: undefined }]);
  t.equal(rigs.byHandle('bob', node.id)[0]?.id, bob.id);
  t.same(rigs.byHandle('bob', bob.id), []);
  t.same(
    rigs.list({ kind: 'human' }).items.map((rig) => rig.handle),
    names,
  );
  for (const sort of ['handle', '-handle']) {
    const pages = [...pagesOf((cursor) => rigs.list({ kind: 'human' }, { sort, limit: 3, ...cursor }))];
    t.same(
      pages.map((page) => page.map((rig) => rig.handle)),
      sort === 'handle' ? [['alice', 'bob', 'carol'], ['dave']] : [['dave', 'carol', 'bob'], ['alice']],
    );
  }
  const { next_cursor: next } = rigs.list({}, { limit: 1 });
  t.throws(() => rigs.list({}, { sort: '-handle', cursor: next ?? '' }), { code: 'invalid_request' });
  t.equal(records.stamps({ subject: bob.id, counting: true }).items.length, 4);
  t.equal(records.stamps({ author: dave.id }).items.length, 2);
  t.equal(records.completions({ worker: bob.id }).items[0]?.id, again.completion.id, 'newest first');
  t.equal(records.completions({ worker: bob.id }, { sort: 'submitted' }).items[0]?.id, completion.id);
  t.end();
});

t.test('logs: verdicts in order, and how many of each', (t) => {
  const world = new World('logs');
  const node = world.node('board');
  const alice = world.member('alice', node);
  const item = post(node.log, alice);
  node.log.append('nonsense');
  node.log.append(item.text);
  const { logs } = modelOf(t, world).reader;
  t.same([...logs.verdicts(node.id)], ['ok', 'ok', 'ok', 'not_compact', 'duplicate']);
  t.same(logs.counts(node.id), { ok: 3, not_compact: 1, duplicate: 1 });
  t.same(
    logs.withVerdict(node.id, 'duplicate').map((entry) => entry.seq),
    [5],
  );
  t.same(
    logs.byHash(item.hash).map((entry) => entry.seq),
    [3, 5],
  );
  t.same(logs.log(node.id)?.root, node.log.root());
  t.end();
});

t.test('an id is found by an unambiguous beginning of six digits or more', (t) => {
  const model = openAt(t, newPath(t));
  const comment = { author: 'a', about: 'b', text: 't', created_at: 1, withdrawn: false };
  const ids = ['m-abcdef1'.padEnd(42, '0'), 'm-abcdef2'.padEnd(42, '0')];
  for (const id of ids) model.state.table('comments').put({ ...comment, id });
  const { reader } = model;
  t.same(reader.resolve('m-abcdef1'), { kind: 'found', id: ids[0] });
  t.same(reader.resolve(ids[1] ?? ''), { kind: 'found', id: ids[1] });
  t.same(reader.resolve('m-abcdef'), { kind: 'ambiguous', ids });
  for (const typed of ['m-abcde', 'm-abcdef3', 'w-abcdef1', 'abcdef1', 'm-ABCDEF1', `${ids[0]}0`, 'm-abc%']) {
    t.same(reader.resolve(typed), { kind: 'absent' }, typed);
  }
  t.end();
});
