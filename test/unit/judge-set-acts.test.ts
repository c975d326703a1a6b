import t from 'tap';
import type { StampRow } from '../../src/domain/state.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { land, project, verdictsOf } from '../support/projection.ts';
import { accept, comment, handedIn, link, post, reject, revoke, stamp, submit, vouch } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { Appended, TestIdentity, TestNode } from '../support/world.ts';

/** Set acts: a function of the whole vector, which may change either way as more arrives (protocol.md section 5). */

interface Scene {
  world: World;
  a: TestNode;
  b: TestNode;
  poster: TestIdentity;
  worker: TestIdentity;
  /** A rig with home at b that nobody else knows yet. */
  judge: TestIdentity;
  item: Appended;
  completion: Appended;
}

/** Node a with a completion by `worker`, and node b where `judge` lives. */
function scene(name: string): Scene {
  const world = new World(`set acts ${name}`);
  const a = world.node('a');
  const b = world.node('b');
  const poster = world.member('poster', a);
  const worker = world.member('worker', a);
  const judge = world.member('judge', b);
  return { world, a, b, poster, worker, judge, ...handedIn(a.log, poster, worker) };
}

/** Drops a rig's first key for another one. */
function dropFor(rig: TestIdentity, key: PrivateKey, upto: Record<string, number>, changes: object = {}): string {
  return rig.next({ keys: [key], revoked: [{ kid: rig.key.kid, upto }], ...changes }).text;
}

t.test('a set act counts in a home of its author only', async (t) => {
  const { world, a, b, judge, worker, completion } = scene('homes');
  const before = stamp(b.log, judge, completion, worker);
  a.log.append(judge.first.text);
  const away = vouch(a.log, judge, worker);
  t.strictSame(world.verdicts(before, away), ['ok', 'ignored: not_home']);
  b.log.append(judge.next({ home: a.id }).text);
  t.strictSame(world.verdicts(before, away), ['ok', 'ok'], 'a home that any document of the chain names');
  t.equal(world.verdict(vouch(a.log, a, worker)), 'ok', 'a node’s home is its own log');
  b.log.append(a.first.text);
  t.equal(world.verdict(vouch(b.log, a, worker)), 'ignored: not_home');
});

t.test('only a home that a document names which holds that very key', async (t) => {
  const { world, a, b, judge, worker } = scene('key homes');
  const fresh = world.key('fresh');
  b.log.append(judge.next({ home: a.id, keys: [judge.key, fresh] }).text);
  t.equal(world.verdict(vouch(b.log, judge, worker, { key: fresh })), 'ignored: not_home', 'it came with the move');
  t.equal(world.verdict(vouch(b.log, judge, worker)), 'ok');

  const other = world.member('other', b);
  a.log.append(other.first.text);
  b.log.append(dropFor(other, fresh, { [a.id]: 99, [b.id]: 99 }, { home: a.id }));
  t.equal(world.verdict(vouch(a.log, other, worker)), 'ignored: not_home', 'it went with the move');
  t.equal(world.verdict(vouch(b.log, other, worker)), 'ok');
});

t.test('a dropped key counts up to its upto, in the logs that are named', async (t) => {
  const { world, a, b, judge, worker } = scene('upto');
  const fresh = world.key('fresh');
  b.log.append(judge.next({ home: a.id }).text);
  a.log.append(judge.first.text);
  const inB = [vouch(b.log, judge, worker), vouch(b.log, judge, worker)] as const;
  const inA = vouch(a.log, judge, worker);
  t.strictSame(world.verdicts(...inB, inA), ['ok', 'ok', 'ok']);
  const drop = dropFor(judge, fresh, { [b.id]: inB[0].seq });
  a.log.append(drop);
  t.strictSame(world.verdicts(...inB, inA), ['ok', 'ok', 'ok'], 'it doesn’t count there: its predecessor is missing');
  b.log.append(drop);
  t.strictSame(world.verdicts(...inB, inA), ['ok', 'ignored: key_revoked', 'ignored: key_revoked']);
  t.equal(world.verdict(vouch(b.log, judge, worker)), 'ignored: key_revoked');
  t.equal(world.verdict(vouch(b.log, judge, judge)), 'ignored: key_revoked', 'before self');

  const wider = [{ kid: judge.key.kid, upto: { [b.id]: 99, [a.id]: 99 } }];
  const same = judge.next({ revoked: wider }, { by: fresh });
  b.log.append(same.text);
  t.strictSame(world.verdicts(...inB, inA), ['ok', 'ignored: key_revoked', 'ignored: key_revoked'], 'no wider later');
  const tighter = [{ kid: judge.key.kid, upto: { [a.id]: 99 } }];
  b.log.append(judge.next({ revoked: tighter }, { by: fresh }).text);
  t.equal(world.verdict(inB[0]), 'ignored: key_revoked', 'but narrower');
});

t.test('repeats in one document count by the minimum, and 0 is not at all', async (t) => {
  const { world, b, judge, worker } = scene('repeats');
  const fresh = world.key('fresh');
  const acts = [vouch(b.log, judge, worker), vouch(b.log, judge, worker)] as const;
  const { kid } = judge.key;
  const revoked = [acts[1].seq, acts[0].seq].map((seq) => ({ kid, upto: { [b.id]: seq } }));
  const document = judge.next({ keys: [fresh], revoked });
  b.log.append(document.text);
  t.strictSame(world.verdicts(...acts), ['ok', 'ignored: key_revoked']);
  b.log.append(judge.next({ revoked: [{ kid, upto: { [b.id]: 0 } }] }, { by: fresh }).text);
  t.equal(world.verdict(acts[0]), 'ignored: key_revoked');
});

t.test('a tombstone revokes all keys', async (t) => {
  const { world, b, judge, worker } = scene('tombstone');
  const early = vouch(b.log, judge, worker);
  const revoked = [{ kid: judge.key.kid, upto: { [b.id]: early.seq } }];
  b.log.append(judge.next({ keys: [], status: 'tombstone', revoked }).text);
  const late = vouch(b.log, judge, worker);
  t.strictSame(world.verdicts(early, late), ['ok', 'ignored: key_revoked']);
  t.match(world.project().table('identities').get(judge.id), { status: 'tombstone', keys: [] });
});

t.test('links and vouches', async (t) => {
  const { world, a, poster, worker, judge } = scene('links');
  const unknown = world.rig('unknown', a);
  t.equal(world.verdict(link(a.log, poster, poster)), 'ignored: self');
  t.equal(world.verdict(vouch(a.log, poster, poster)), 'ignored: self');
  const pending = [link(a.log, poster, unknown), vouch(a.log, poster, unknown)];
  t.strictSame(world.verdicts(...pending), ['pending: unknown_target', 'pending: unknown_target']);
  a.log.append(unknown.first.text);
  t.strictSame(world.verdicts(...pending), ['ok', 'ok'], 'once the target is known anywhere');
  t.strictSame(world.verdicts(link(a.log, poster, judge), vouch(a.log, worker, judge)), ['ok', 'ok']);
  const given = vouch(a.log, poster, worker);
  t.equal(world.project().table('vouches').get(given.id)?.withdrawn, false);
  const taken = a.log.act(poster, 'vouch.withdrawn', { vouch: given.id });
  t.equal(world.verdict(taken), 'ok');
  t.equal(world.project().table('vouches').get(given.id)?.withdrawn, true);
});

t.test('stamps: submission, subject, owner, in this order', async (t) => {
  const { world, a, b, poster, worker, judge, item, completion } = scene('stamps');
  const nowhere = { ...completion, id: `c-${'0'.repeat(40)}` };
  t.equal(world.verdict(stamp(b.log, judge, nowhere, worker)), 'pending: unknown_target');
  const refused = submit(a.log, poster, item);
  t.equal(world.verdict(refused), 'ignored: wrong_state');
  t.equal(world.verdict(stamp(b.log, judge, refused, worker)), 'ignored: not_ok', 'before wrong_subject');
  t.equal(world.verdict(stamp(b.log, judge, refused, poster)), 'ignored: not_ok');
  t.equal(world.verdict(stamp(b.log, judge, completion, poster)), 'ignored: wrong_subject');
  t.equal(world.verdict(stamp(a.log, worker, completion, poster)), 'ignored: wrong_subject', 'before same_owner');
  t.equal(
    world.verdict(stamp(a.log, worker, completion, worker)),
    'ignored: same_owner',
    'nobody stamps their own work',
  );
  t.equal(world.verdict(stamp(b.log, judge, completion, worker)), 'ok', 'accepted or not');
  reject(a.log, poster, completion);
  t.equal(world.verdict(stamp(a.log, poster, completion, worker)), 'ok', 'rejected too');
});

t.test('a stamp waits for its submission', async (t) => {
  const { world, a, b, poster, judge } = scene('waits');
  const worker = world.member('late', a);
  const item = post(a.log, poster);
  a.log.act(worker, 'wanted.claimed', { item: item.id });
  const length = a.log.seq;
  const completion = submit(a.log, worker, item);
  const issued = stamp(b.log, judge, completion, worker);
  const asked = comment(b.log, judge, completion);
  const logs = world.entries();
  const state = world.project(b.log.entries.map(() => b.id));
  t.strictSame(verdictsOf(state, [b.id])[b.id]?.slice(-2), ['ok', 'ok'], 'also when b’s log came first');
  const without = project({ ...logs, [a.id]: a.log.entries.slice(0, length) });
  const before = verdictsOf(without, [b.id])[b.id];
  t.strictSame(before?.slice(-2), ['pending: unknown_target', 'pending: unknown_target']);
  t.strictSame(world.verdicts(issued, asked), ['ok', 'ok']);
});

t.test('of one author and completion the unrevoked stamp with the lowest id counts', async (t) => {
  const { world, b, worker, judge, completion } = scene('counting');
  const stamps = [1, 2, 3].map(() => stamp(b.log, judge, completion, worker)).sort((x, y) => (x.id < y.id ? -1 : 1));
  const counting = (): string[] => {
    const rows: StampRow[] = world.project().table('stamps').list('primary');
    return rows.filter((row) => row.counts).map((row) => row.id);
  };
  const [first, second, third] = stamps as [Appended, Appended, Appended];
  t.strictSame(world.verdicts(...stamps), ['ok', 'ok', 'ok'], 'the others are ok, only not in the tables');
  t.strictSame(counting(), [first.id]);
  const taken = revoke(b.log, judge, first);
  t.strictSame(world.verdicts(taken, first), ['ok', 'ok'], 'revoked is ok too');
  t.strictSame(counting(), [second.id]);
  revoke(b.log, judge, third);
  t.strictSame(counting(), [second.id]);
  revoke(b.log, judge, second);
  t.strictSame(counting(), []);
});

t.test('an ignored stamp counts for nothing, and makes no room smaller', async (t) => {
  const { world, b, poster, worker, judge, completion } = scene('ignored');
  const wrong = stamp(b.log, judge, completion, poster);
  const right = stamp(b.log, judge, completion, worker);
  const rows = world.project().table('stamps').list('primary');
  t.strictSame(
    rows.map((row) => [row.id, row.counts]),
    [[right.id, true]],
  );
  t.equal(world.verdict(revoke(b.log, judge, wrong)), 'ok', 'a stamp that is ignored may be revoked');
  t.equal(world.project().table('stamps').get(right.id)?.counts, true);
});

t.test('who takes back must have given', async (t) => {
  const { world, a, b, poster, worker, judge, item, completion } = scene('taking');
  const issued = stamp(b.log, judge, completion, worker);
  t.equal(world.verdict(revoke(a.log, poster, issued)), 'ignored: not_author');
  t.equal(world.project().table('stamps').get(issued.id)?.revoked, false);
  const nothing = { ...issued, id: `s-${'0'.repeat(40)}` };
  t.equal(world.verdict(revoke(a.log, poster, nothing)), 'pending: unknown_target', 'before not_author');
  const given = vouch(a.log, poster, worker);
  t.equal(world.verdict(a.log.act(worker, 'vouch.withdrawn', { vouch: given.id })), 'ignored: not_author');
  const said = comment(a.log, poster, item);
  t.equal(world.verdict(a.log.act(worker, 'comment.withdrawn', { comment: said.id })), 'ignored: not_author');
  t.equal(world.verdict(a.log.act(poster, 'comment.withdrawn', { comment: said.id })), 'ok');
  t.equal(world.project().table('comments').get(said.id)?.withdrawn, true);

  const early = vouch(a.log, poster, judge);
  b.log.append(poster.first.text);
  const moved = poster.next({ home: b.id });
  b.log.append(moved.text);
  t.equal(
    world.verdict(b.log.act(poster, 'vouch.withdrawn', { vouch: early.id })),
    'ok',
    'in another home of the author',
  );
});

t.test('a revocation comes before its stamp', async (t) => {
  const { world, a, b, worker, judge, completion } = scene('before');
  b.log.append(judge.next({ home: a.id }).text);
  const issued = stamp(b.log, judge, completion, worker);
  a.log.append(judge.first.text);
  const taken = revoke(a.log, judge, issued);
  t.equal(world.verdict(taken), 'ok');
  const state = world.project(a.log.entries.map(() => a.id));
  t.match(state.table('stamps').get(issued.id), { revoked: true, counts: false }, 'a’s log came first');
});

t.test('what a comment is about may have any verdict, if it is well signed', async (t) => {
  const { world, a, b, poster, worker, judge, item, completion } = scene('about');
  const refused = submit(a.log, poster, item);
  const ignored = stamp(b.log, judge, completion, poster);
  t.strictSame(world.verdicts(refused, ignored), ['ignored: wrong_state', 'ignored: wrong_subject']);
  const about = [item, completion, refused, ignored].map((target) => comment(a.log, worker, target));
  t.strictSame(world.verdicts(...about), ['ok', 'ok', 'ok', 'ok']);
  const key = world.key('new');
  a.log.append(poster.next({ keys: [key], revoked: [{ kid: poster.key.kid, upto: { [a.id]: 99 } }] }).text);
  const unforced = post(a.log, poster);
  t.equal(world.verdict(unforced), 'rejected: key_not_in_force');
  t.equal(world.verdict(comment(a.log, worker, unforced)), 'ok', 'rejected, but well signed');
  const stale = post(a.log, poster, {}, { iat: 1 });
  t.equal(world.verdict(comment(a.log, worker, stale)), 'pending: unknown_target', 'not well signed');
});

t.test('a document flips acts in every log, both ways', async (t) => {
  const { world, a, b, worker, judge, completion } = scene('flips');
  const thief = world.key('thief');
  const recovery = world.key('recovery');
  const owner = world.member('owner', b, { recovery: [recovery] });
  const stolen = owner.next({ keys: [owner.key, thief] }, { after: owner.first });
  b.log.append(stolen.text);
  const bad = stamp(b.log, owner, completion, worker, {}, { key: thief });
  const said = comment(b.log, owner, completion, { key: thief });
  const given = vouch(b.log, owner, worker, { key: thief });
  t.strictSame(world.verdicts(bad, said, given), ['ok', 'ok', 'ok']);
  t.equal(world.project().table('stamps').get(bad.id)?.counts, true);
  const recovered = owner.next({ name: 'mine again' }, { after: owner.first, by: recovery });
  b.log.append(recovered.text);
  t.strictSame(new Set(world.verdicts(bad, said, given)), new Set(['ignored: not_in_chain']));
  const state = world.project();
  t.equal(state.table('stamps').get(bad.id), undefined);
  t.equal(state.table('comments').get(said.id), undefined);
  t.equal(state.table('vouches').get(given.id), undefined);
  t.equal(world.verdict(stamp(b.log, owner, completion, worker)), 'ok');
  t.equal(world.verdict(accept(a.log, judge, completion)), 'rejected: unknown_author');
});

t.test('what changes is marked for the publisher', async (t) => {
  const { world, a, b, poster, worker, judge, completion } = scene('marks');
  const state = world.project();
  let landed = Object.fromEntries([...world.logs].map(([origin, log]) => [origin, log.seq]));
  /** The marks that what was appended since then leaves behind. */
  const marks = (): string[] => {
    for (const mark of state.table('unpublished').list('primary')) {
      state.table('unpublished').delete(mark.table_name, mark.key);
    }
    for (const [origin, log] of world.logs) {
      for (const entry of log.entries.slice(landed[origin] ?? 0)) land(state, origin, entry);
    }
    landed = Object.fromEntries([...world.logs].map(([origin, log]) => [origin, log.seq]));
    return state
      .table('unpublished')
      .list('primary')
      .map((mark) => `${mark.table_name} ${mark.key}`);
  };
  accept(a.log, poster, completion);
  marks();
  const byJudge = stamp(b.log, judge, completion, worker);
  t.ok(marks().includes(`stamps ${byJudge.id}`));
  const byPoster = stamp(a.log, poster, completion, worker);
  t.strictSame(marks(), [`completions ${completion.id}`, `stamps ${byPoster.id}`], 'its stamp_id is the acceptor’s');
  link(b.log, judge, worker);
  const pair = `${judge.id} ${worker.id}`;
  t.strictSame(marks(), [`rig_links ${pair}`]);
  link(a.log, worker, judge);
  const gone = marks();
  t.ok(gone.includes(`rig_links ${pair}`) && gone.includes(`stamps ${byJudge.id}`), 'a stamp that goes is marked');
  revoke(a.log, poster, byPoster);
  t.strictSame(marks(), [`completions ${completion.id}`, `stamps ${byPoster.id}`]);
  const again = stamp(a.log, poster, completion, worker);
  t.strictSame(marks(), [`completions ${completion.id}`, `stamps ${again.id}`]);
  link(a.log, poster, worker);
  link(a.log, worker, poster);
  const left = marks();
  t.ok(left.includes(`completions ${completion.id}`) && left.includes(`stamps ${again.id}`), 'and what showed it');
  b.log.append(judge.next({ name: 'Judge' }).text);
  t.strictSame(marks(), [`rigs ${judge.id}`]);
  const agent = world.member('agent', a, { kind: 'agent', owner: poster.id });
  t.strictSame(marks(), [`rigs ${agent.id}`]);
  link(a.log, poster, agent);
  t.ok(marks().includes(`rigs ${agent.id}`), 'its parent_rig shows now');
});
