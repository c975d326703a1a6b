import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { inboxName } from '../../src/federation/inbox.ts';
import { logOf, Puller, WrittenPeer } from '../support/peer.ts';
import { World } from '../support/world.ts';
import type { TestIdentity, TestNode } from '../support/world.ts';

const posting = { title: 'a posting', type: 'bug', priority: 2, effort: 'small' };

interface Scene {
  world: World;
  node: TestNode;
  rig: TestIdentity;
  peer: WrittenPeer;
}

/** A peer with a short true log: its document, a member, three postings. */
async function scene(t: Test, name: string): Promise<Scene> {
  const world = new World(name);
  const node = world.node('hostile');
  const rig = world.member('rig', node);
  for (let n = 0; n < 3; n++) node.log.act(rig, 'wanted.posted', posting);
  const peer = await WrittenPeer.start(t, world, node);
  await peer.publish();
  return { world, node, rig, peer };
}

/** One node for all cases: each has a peer and a world of its own. */
const puller = await Puller.start(t);

t.test("a log that is altered in the peer's tables does not extend, and the report says why", async (t) => {
  const { world, node, rig, peer } = await scene(t, 'altered');
  const { sql } = peer;
  const origin = node.id;

  const first = await puller.syncWith(peer);
  t.match(first, { result: 'ok', transport: 'dolt', landed: 5, commit: /^[0-9a-v]{32}$/ });
  t.match(logOf(first, origin), { from: 0, to: 5, landed: 5, refused: [], refused_count: 0 });
  t.same(puller.landed(origin), { seq: 5, verdicts: ['ok', 'ok', 'ok', 'ok', 'ok'] });
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 0, logs: [] }, 'nothing new');

  // From here on there is a longer log, which each case damages in its own way and then puts right again.
  for (let n = 0; n < 3; n++) node.log.act(rig, 'wanted.posted', posting);
  await peer.publish();
  const stranger = world.key('stranger');
  const truth = { seq: node.log.seq, root: node.log.root(), checkpoint: node.checkpoint() };
  const head = async (changes: Partial<typeof truth>): Promise<void> => {
    const { seq, root, checkpoint } = { ...truth, ...changes };
    await peer.writeHead(origin, seq, root, checkpoint);
  };
  const entry = async (seq: number, column: string, value: string | number): Promise<void> => {
    await sql.run(`UPDATE events SET ${column} = ? WHERE origin = ? AND seq = ?`, [value, origin, seq]);
  };
  const other = rig.event(origin, 'wanted.posted', { ...posting, title: 'another' });

  const cases: [name: string, code: string, damage: () => Promise<void>][] = [
    ['another text', 'wrong_root', () => entry(7, 'jws', other)],
    ['a text of another character', 'not_ascii', () => entry(7, 'jws', 'a b')],
    ['an empty text', 'too_long', () => entry(7, 'jws', '')],
    ['a gap', 'gap', () => sql.run('DELETE FROM events WHERE origin = ? AND seq = 7', [origin])],
    ['time that goes back', 'decreasing_time', () => entry(8, 'logged_at', node.log.entries[0]!.logged_at)],
    ['time out of range', 'bad_time', () => entry(8, 'logged_at', 3_000_000_000_000)],
    ['time changed', 'wrong_root', () => entry(8, 'logged_at', node.log.entries[7]!.logged_at + 1)],
    ['no text', 'bad_row', () => sql.run('UPDATE events SET jws = NULL WHERE origin = ? AND seq = 7', [origin])],
    ['an unreadable checkpoint', 'bad_checkpoint', () => head({ checkpoint: 'nothing' })],
    [
      'the checkpoint of another log',
      'bad_checkpoint',
      () => head({ checkpoint: node.checkpoint(8, { iss: rig.id }) }),
    ],
    [
      'another root in the checkpoint',
      'wrong_root',
      () => head({ checkpoint: node.checkpoint(8, { root: '0'.repeat(64) }) }),
    ],
    ['a checkpoint by a stranger', 'checkpoint_key', () => head({ checkpoint: node.checkpoint(8, {}, stranger) })],
    [
      'a checkpoint with a broken signature',
      'checkpoint_signature',
      () => head({ checkpoint: broken(node.checkpoint()) }),
    ],
    [
      'fewer entries than it says to hold',
      'gap',
      () => sql.run('DELETE FROM events WHERE origin = ? AND seq = 8', [origin]),
    ],
  ];
  for (const [name, code, damage] of cases) {
    await damage();
    await peer.commit();
    const report = await puller.syncWith(peer);
    t.match(report, { result: 'partial', landed: 0 }, name);
    t.match(logOf(report, origin), { code, from: 5, to: 5, landed: 0 }, `${name}: ${code}`);
    await peer.publish();
  }
  t.equal(puller.landed(origin).seq, 5);
  t.equal(puller.store.equivocations.get(origin), undefined, 'nothing of this is proven against the origin');

  await head({ seq: 7, root: node.log.root(7) });
  await sql.run('DELETE FROM events WHERE origin = ? AND seq = 8', [origin]);
  await peer.commit();
  const landing = await puller.syncWith(peer);
  t.match(landing, { result: 'ok', landed: 0 }, 'a peer that lands the log itself has fewer entries than checkpoint');
  t.match(logOf(landing, origin), { waiting: 3 });

  await peer.publish();
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 3 }, 'put right, it lands');
});

t.test('tables that are not those of the protocol', async (t) => {
  const { peer } = await scene(t, 'tables');
  const { sql } = peer;
  const cases: [name: string, statements: string[]][] = [
    ['a view', ['RENAME TABLE events TO hidden', 'CREATE VIEW events AS SELECT * FROM hidden']],
    ['a missing table', ['DROP TABLE logs']],
    ['another collation', ['ALTER TABLE logs MODIFY root char(64) CHARACTER SET ascii COLLATE ascii_general_ci']],
    ['another type', ['ALTER TABLE events MODIFY seq int']],
    ['one column more', ['ALTER TABLE events ADD COLUMN more int']],
    [
      'a generated column',
      ['ALTER TABLE events DROP COLUMN logged_at', 'ALTER TABLE events ADD COLUMN logged_at bigint AS (seq)'],
    ],
    ['another key', ['ALTER TABLE events DROP PRIMARY KEY', 'ALTER TABLE events ADD PRIMARY KEY (seq, origin)']],
  ];
  for (const [name, statements] of cases) {
    await sql.run("CALL DOLT_BRANCH('kept')");
    for (const statement of statements) await sql.run(statement);
    await peer.commit();
    t.match(await puller.syncWith(peer), { result: 'failed', code: 'bad_tables', logs: [] }, name);
    await sql.run("CALL DOLT_RESET('--hard', 'kept')");
    await sql.run("CALL DOLT_BRANCH('-D', 'kept')");
  }
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 5 }, 'a history that was rewritten is no obstacle');
});

t.test('forged entries under a true checkpoint land with their verdicts and do nothing', async (t) => {
  const { world, node, rig, peer } = await scene(t, 'forged');
  const thief = world.key('thief');
  const posted = node.log.act(rig, 'wanted.posted', posting);
  const claim = { item: posted.id };
  node.log.act(rig, 'wanted.posted', posting, { key: thief });
  node.log.act(rig, 'wanted.posted', posting, { aud: rig.id });
  node.log.append(broken(rig.event(node.id, 'wanted.claimed', claim)));
  node.log.append(posted.text);
  node.log.act(world.rig('unknown', node), 'wanted.claimed', claim);
  node.log.act(rig, 'wanted.posted', posting, { iat: 1_000_000_000 });
  node.log.append('not.a.token');
  node.log.act(rig, 'work.submitted', { ...claim, evidence: [{ url: 'x' }] });
  await peer.publish();
  const report = await puller.syncWith(peer);
  t.match(report, { result: 'ok', landed: 14 });
  const refused = [
    { seq: 7, verdict: 'rejected: unknown_key' },
    { seq: 8, verdict: 'rejected: wrong_audience' },
    { seq: 9, verdict: 'rejected: bad_signature' },
    { seq: 10, verdict: 'ignored: duplicate' },
    { seq: 11, verdict: 'rejected: unknown_author' },
    { seq: 12, verdict: 'rejected: stale' },
    { seq: 13, verdict: 'rejected: not_base64url' },
    { seq: 14, verdict: 'ignored: wrong_state' },
  ];
  t.match(logOf(report, node.id), { refused, refused_count: refused.length });
  t.equal(puller.ledger.readModel.reader.state.table('items').get(posted.id)?.status, 'open');
});

t.test('two histories', async (t) => {
  const { node, rig, peer, world } = await scene(t, 'forked');
  await puller.syncWith(peer);

  await t.test('signed by their origin are kept as a proof, and the log extends no more', async (t) => {
    const held = puller.ledger.readModel.reader.state.table('logs').get(node.id);
    const ours = node.log.entries[3];
    node.log.entries[3] = {
      ...node.log.entries[3]!,
      jws: rig.event(node.id, 'wanted.posted', { ...posting, title: 'b' }),
    };
    node.log.act(rig, 'wanted.posted', posting);
    await peer.publish();
    const report = await puller.syncWith(peer);
    t.match(logOf(report, node.id), { code: 'equivocation', to: 5, landed: 0 });
    t.match(puller.store.equivocations.get(node.id), {
      origin: node.id,
      proof: {
        seq: 4,
        ours: { checkpoint: held?.checkpoint, entry: ours },
        theirs: { checkpoint: node.checkpoint(), entry: node.log.entries[3] },
      },
    });
    node.log.act(rig, 'wanted.posted', posting);
    await peer.publish();
    t.match(logOf(await puller.syncWith(peer), node.id), { code: 'equivocation', landed: 0 }, 'also later');
    t.equal(puller.landed(node.id).seq, 5);
  });

  await t.test("of which the origin signed only ours are the peer's fault", async (t) => {
    const other = world.node('other');
    const member = world.member('member', other);
    other.log.act(member, 'wanted.posted', posting);
    await peer.publish([other]);
    t.match(logOf(await puller.syncWith(peer), other.id), { landed: 3 }, 'a log that is relayed');
    const forged = member.event(other.id, 'wanted.posted', { ...posting, title: 'forged' });
    await peer.sql.run('UPDATE events SET jws = ? WHERE origin = ? AND seq = 3', [forged, other.id]);
    other.log.entries[2] = { ...other.log.entries[2]!, jws: forged };
    const checkpoint = other.checkpoint(3, {}, world.key('stranger'));
    await peer.writeHead(other.id, 3, other.log.root(), checkpoint);
    await peer.commit();
    t.match(logOf(await puller.syncWith(peer), other.id), { code: 'contradiction', landed: 0 });
    t.equal(puller.store.equivocations.get(other.id), undefined);
  });
});

t.test('entries that are more than ten minutes ahead of our clock wait', async (t) => {
  const world = new World('ahead');
  const node = world.node('hasty');
  const rig = world.member('rig', node);
  world.wait(9 * 60_000);
  node.log.act(rig, 'wanted.posted', posting);
  let now = world.now;
  world.wait(20 * 60_000);
  node.log.act(rig, 'wanted.posted', posting);
  const peer = await WrittenPeer.start(t, world, node);
  await peer.publish();
  const other = await Puller.start(t, { now: () => now });
  const first = await other.syncWith(peer);
  t.match(first, { result: 'ok', landed: 3 });
  t.match(logOf(first, node.id), { to: 3, waiting: 1 });
  const held = other.ledger.readModel.reader.state.table('logs').get(node.id);
  t.match(held, { seq: 3, root: node.log.root(3), checkpoint: node.checkpoint() }, 'what landed is named, and covered');
  t.match(logOf(await other.syncWith(peer), node.id), { landed: 0, waiting: 1 });
  now += 20 * 60_000;
  t.match(logOf(await other.syncWith(peer), node.id), { from: 3, to: 4, landed: 1 });
});

t.test('one log that fails does not stop the others', async (t) => {
  const { world, node, peer } = await scene(t, 'others');
  const good = world.node('good');
  world.member('member', good);
  const bad = world.node('bad');
  await peer.publish([good, bad]);
  await peer.sql.run('DELETE FROM events WHERE origin = ?', [bad.id]);
  await peer.writeHead('short', 1, '0'.repeat(64), 'x');
  await peer.commit();
  const report = await puller.syncWith(peer);
  t.match(report, { result: 'partial', landed: 7 });
  t.match(logOf(report, node.id), { landed: 5 });
  t.match(logOf(report, good.id), { landed: 2 });
  t.match(logOf(report, bad.id), { landed: 0, code: 'gap' });
  t.match(logOf(report, 'short'), { landed: 0, code: 'bad_row' });
});

t.test('inboxes', async (t) => {
  const { node, rig, peer } = await scene(t, 'inbox');
  await puller.syncWith(peer);
  t.ok((await puller.inboxes()).includes(inboxName(node.id)));
  await puller.inbox(peer, async (connection) => {
    await connection.run("CALL DOLT_REMOTE('remove', 'origin')");
    await connection.run("CALL DOLT_REMOTE('add', 'origin', 'http://127.0.0.1:1/other')");
  });
  node.log.act(rig, 'wanted.posted', posting);
  await peer.publish();
  t.match(await puller.syncWith(peer), { result: 'ok', landed: 1 });

  const other = await scene(t, 'another inbox');
  puller.store.peers.remove(node.id);
  await puller.syncWith(other.peer);
  t.notOk((await puller.inboxes()).includes(inboxName(node.id)), 'that of a peer no more is dropped');
  process.kill((await puller.quarantine.pid()) ?? 0, 'SIGKILL');
  other.node.log.act(other.rig, 'wanted.posted', posting);
  await other.peer.publish();
  t.match(await puller.syncWith(other.peer), { result: 'ok', landed: 1 }, 'a server that died is waited for');

  // Damage with which Dolt starts, and under which it can neither use the database nor drop it.
  const noms = join(puller.ledger.dolt.dataDir, 'quarantine', inboxName(other.node.id), '.dolt', 'noms');
  rmSync(join(noms, 'manifest'));
  process.kill((await puller.quarantine.pid()) ?? 0, 'SIGKILL');
  other.node.log.act(other.rig, 'wanted.posted', posting);
  await other.peer.publish();
  t.match(await puller.syncWith(other.peer), { result: 'failed', code: 'fetch_failed', detail: /inbox is damaged/ });
  t.match(await puller.syncWith(other.peer), { result: 'ok', landed: 1 }, 'and is made anew for the next sync');
});

function broken(token: string): string {
  const [head, payload, signature] = token.split('.');
  return [head, payload, signature?.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.');
}
