import t from 'tap';
import type { CompletionRow, ItemRow } from '../../src/domain/state.ts';
import { accept, claim, handedIn, post, progress, reject, release, submit, update, withdraw } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { Appended, TestIdentity, TestNode } from '../support/world.ts';

/** Ordered acts: a function of their own log's prefix (protocol.md sections 3 and 5). */

interface Scene {
  world: World;
  node: TestNode;
  poster: TestIdentity;
  worker: TestIdentity;
  reviewer: TestIdentity;
  itemRow(item: Appended): Partial<ItemRow>;
  completionRow(completion: Appended): Partial<CompletionRow>;
}

function scene(name: string): Scene {
  const world = new World(`ordered ${name}`);
  const node = world.node('node');
  const [poster, worker, reviewer] = ['poster', 'worker', 'reviewer'].map((rig) => world.member(rig, node)) as [
    TestIdentity,
    TestIdentity,
    TestIdentity,
  ];
  const itemRow = (item: Appended): Partial<ItemRow> => world.project().table('items').get(item.id) ?? {};
  const completionRow = (made: Appended): Partial<CompletionRow> =>
    world.project().table('completions').get(made.id) ?? {};
  return { world, node, poster, worker, reviewer, itemRow, completionRow };
}

t.test('a whole life, with every row of the table', async (t) => {
  const { world, node, poster, worker, reviewer, itemRow, completionRow } = scene('life');
  const { log } = node;
  const item = post(log, poster, { reviewers: [reviewer.id] });
  t.match(itemRow(item), { status: 'open', claimed_by: null, home: node.id, posted_by: poster.id });
  const acts = [claim(log, worker, item)];
  t.match(itemRow(item), { status: 'claimed', claimed_by: worker.id });
  acts.push(release(log, poster, item));
  t.match(itemRow(item), { status: 'open', claimed_by: null, claimed_at: null, lease_from: null });
  acts.push(claim(log, worker, item), progress(log, worker, item));
  const first = submit(log, worker, item);
  t.match(itemRow(item), { status: 'in_review', completion: first.id });
  acts.push(first, reject(log, reviewer, first));
  t.match(itemRow(item), { status: 'claimed', completion: null, claimed_by: worker.id });
  t.match(completionRow(first), { status: 'rejected', decided_by: reviewer.id });
  const second = submit(log, worker, item);
  acts.push(second, release(log, worker, item));
  t.match(completionRow(second), { status: 'released', decided_by: null });
  t.match(itemRow(item), { status: 'open', claimed_by: null, completion: null });
  acts.push(claim(log, reviewer, item));
  const third = submit(log, reviewer, item);
  acts.push(third, accept(log, poster, third));
  t.match(itemRow(item), { status: 'completed', completion: third.id, claimed_by: reviewer.id });
  t.match(completionRow(third), { status: 'accepted', decided_by: poster.id, worker: reviewer.id });
  t.strictSame(new Set(world.verdicts(...acts)), new Set(['ok']));

  const after = [
    claim(log, worker, item),
    release(log, reviewer, item),
    progress(log, reviewer, item),
    submit(log, reviewer, item),
    accept(log, poster, third),
    reject(log, poster, third),
    withdraw(log, node, item),
    update(log, poster, item, { priority: 1 }),
  ];
  t.strictSame(new Set(world.verdicts(...after)), new Set(['ignored: wrong_state']), 'nothing leads on from completed');
});

t.test('withdrawn by the poster while open, by the home node until it is done', async (t) => {
  const { world, node, poster, worker, itemRow, completionRow } = scene('withdrawn');
  const { log } = node;
  const open = post(log, poster);
  t.equal(world.verdict(withdraw(log, worker, open)), 'ignored: not_allowed');
  t.equal(world.verdict(withdraw(log, poster, open)), 'ok');
  t.equal(itemRow(open).status, 'withdrawn');
  t.equal(world.verdict(update(log, poster, open, { priority: 1 })), 'ignored: wrong_state');
  t.equal(world.verdict(claim(log, worker, open)), 'ignored: wrong_state');

  const claimed = post(log, poster);
  claim(log, worker, claimed);
  t.equal(world.verdict(withdraw(log, poster, claimed)), 'ignored: not_allowed');
  t.equal(world.verdict(withdraw(log, node, claimed)), 'ok');
  t.match(itemRow(claimed), { status: 'withdrawn', claimed_by: null });

  const { item, completion } = handedIn(log, poster, worker);
  t.equal(world.verdict(withdraw(log, node, item)), 'ok');
  t.equal(completionRow(completion).status, 'withdrawn');
  t.match(itemRow(item), { status: 'withdrawn', claimed_by: null, completion: null });
});

t.test('another node is not the home', async (t) => {
  const { world, node, poster } = scene('other home');
  const other = world.node('other');
  node.log.append(other.first.text);
  const item = post(node.log, poster);
  t.equal(world.verdict(withdraw(node.log, other, item)), 'ignored: not_allowed');
  t.equal(world.verdict(claim(node.log, other, item)), 'ignored: not_allowed');
  t.equal(world.verdict(claim(node.log, node, item)), 'ignored: not_allowed', 'nodes can’t claim');
  const own = post(node.log, other);
  t.equal(world.verdict(update(node.log, other, own, { title: 'y' })), 'ok', 'but post');
});

t.test('codes of decisions, in their order', async (t) => {
  const { world, node, poster, worker, reviewer } = scene('decisions');
  const { log } = node;
  const { item, completion } = handedIn(log, poster, worker);
  const unknown = { ...completion, id: `c-${'0'.repeat(40)}` };
  t.equal(world.verdict(accept(log, poster, unknown)), 'ignored: unknown_completion');
  t.equal(world.verdict(accept(log, worker, completion)), 'ignored: not_allowed', 'never the worker');
  t.equal(world.verdict(accept(log, reviewer, completion)), 'ignored: not_allowed', 'nor a stranger');
  reject(log, poster, completion);
  t.equal(world.verdict(accept(log, reviewer, completion)), 'ignored: wrong_state', 'before not_allowed');
  const again = submit(log, worker, item);
  t.equal(world.verdict(accept(log, poster, completion)), 'ignored: wrong_state', 'not the live submission');
  t.equal(world.verdict(accept(log, poster, again)), 'ok');

  const refused = submit(log, reviewer, post(log, poster));
  t.equal(world.verdict(refused), 'ignored: wrong_state');
  t.equal(world.verdict(accept(log, poster, refused)), 'ignored: unknown_completion', 'it was never in review');
});

t.test('an act counts only in the log named by the posting', async (t) => {
  const { world, node, poster, worker } = scene('elsewhere');
  const other = world.node('other');
  other.log.append(poster.first.text);
  other.log.append(worker.first.text);
  const { item, completion } = handedIn(node.log, poster, worker);
  t.equal(world.verdict(claim(other.log, worker, item)), 'ignored: unknown_item');
  t.equal(world.verdict(update(other.log, poster, item, { title: 'y' })), 'ignored: unknown_item');
  t.equal(world.verdict(accept(other.log, poster, completion)), 'ignored: unknown_completion');
  t.equal(world.verdict(claim(node.log, worker, { ...item, id: `w-${'0'.repeat(40)}` })), 'ignored: unknown_item');
});

t.test('an item whose posting was refused is none', async (t) => {
  const { world, node, poster, worker } = scene('refused');
  const key = world.key('new');
  node.log.append(poster.next({ keys: [key], revoked: [{ kid: poster.key.kid, upto: {} }] }).text);
  const item = post(node.log, poster);
  t.equal(world.verdict(item), 'rejected: key_not_in_force');
  t.equal(world.verdict(claim(node.log, worker, item)), 'ignored: unknown_item');
});

t.test('keys in force are those of the latest document earlier in the same log', async (t) => {
  const { world, node, poster, worker } = scene('keys');
  const [second, third] = [world.key('second'), world.key('third')];
  const before = post(node.log, poster);
  node.log.append(poster.next({ keys: [poster.key, second] }).text);
  t.equal(world.verdict(post(node.log, poster, {}, { key: second })), 'ok');
  const revoked = [{ kid: poster.key.kid, upto: { [node.id]: 1 } }];
  node.log.append(poster.next({ keys: [second, third], revoked }).text);
  t.equal(world.verdict(post(node.log, poster)), 'rejected: key_not_in_force');
  t.equal(world.verdict(before), 'ok', 'upto doesn’t reach ordered acts');
  const gone = update(node.log, poster, { ...before, id: `w-${'0'.repeat(40)}` }, { title: 'x' });
  t.equal(world.verdict(gone), 'rejected: key_not_in_force', 'before unknown_item');

  const other = world.node('other');
  other.log.append(worker.first.text);
  node.log.append(worker.next({ keys: [third], revoked: [{ kid: worker.key.kid, upto: {} }] }).text);
  t.equal(world.verdict(post(other.log, worker)), 'ok', 'dropped elsewhere without this log knowing');
  const tombstone = { keys: [], status: 'tombstone', revoked: [second, third].map(({ kid }) => ({ kid, upto: {} })) };
  node.log.append(poster.next(tombstone, { by: second }).text);
  t.equal(
    world.verdict(post(node.log, poster, {}, { key: second })),
    'rejected: key_not_in_force',
    'after a tombstone too',
  );
});

t.test('a fork is decided within the prefix: recovery-signed, else first', async (t) => {
  const { world, node } = scene('fork');
  const { log } = node;
  const recovery = world.key('recovery');
  const rig = world.member('forked', node, { recovery: [recovery] });
  const [one, two, three] = ['one', 'two', 'three'].map((name) => world.key(name)) as [never, never, never];
  const after = rig.first;
  const branch = (key: object, by = rig.key): string => rig.next({ keys: [rig.key, key] }, { after, by }).text;
  log.append(branch(one));
  log.append(branch(two));
  t.equal(world.verdict(post(log, rig, {}, { key: two })), 'rejected: key_not_in_force', 'the first wins');
  const early = post(log, rig, {}, { key: one });
  log.append(branch(three, recovery));
  t.equal(world.verdict(post(log, rig, {}, { key: three })), 'ok', 'recovery beats it');
  t.equal(world.verdict(post(log, rig, {}, { key: one })), 'rejected: key_not_in_force');
  t.equal(world.verdict(early), 'ok', 'what was logged before stands');
});

t.test('the lease', async (t) => {
  const { world, node, poster, worker, reviewer, itemRow } = scene('lease');
  const { log } = node;
  const item = post(log, poster, { claim_ttl: 60 });
  const taken = world.now;
  claim(log, worker, item);
  const at = (ms: number, by: TestIdentity): string => {
    world.now = ms;
    const verdict = world.verdict(claim(log, by, item));
    return verdict;
  };
  t.equal(at(taken + 59_999, reviewer), 'ignored: wrong_state');
  world.now = taken + 60_000;
  t.equal(world.verdict(claim(log, worker, item)), 'ignored: not_allowed', 'the claimer has it already');
  world.now = taken + 60_000;
  const progressed = log.act(worker, 'work.progressed', { item: item.id }, { iat: Math.floor(taken / 1000) });
  t.equal(world.verdict(progressed), 'ok', 'until somebody takes it the claim stays');
  const from = taken + 60_000;
  t.equal(itemRow(item).lease_from, from);
  t.equal(at(from + 59_999, reviewer), 'ignored: wrong_state', 'progress starts it anew');
  t.equal(at(from + 60_000, reviewer), 'ok');
  t.match(itemRow(item), { claimed_by: reviewer.id, claimed_at: from + 60_000, lease_from: from + 60_000 });
  t.equal(world.verdict(submit(log, worker, item)), 'ignored: not_allowed', 'the first claimer has lost it');
  const completion = submit(log, reviewer, item);
  world.wait(3_600_000);
  t.equal(world.verdict(claim(log, worker, item)), 'ignored: wrong_state', 'no lease ends in review');
  const rejectedAt = world.now;
  t.equal(world.verdict(reject(log, poster, completion)), 'ok');
  t.match(itemRow(item), { lease_from: rejectedAt, claimed_at: from + 60_000 });
  t.equal(at(rejectedAt + 59_999, worker), 'ignored: wrong_state', 'a rejection starts it anew');
  t.equal(at(rejectedAt + 60_000, worker), 'ok');

  const endless = post(log, poster);
  claim(log, worker, endless);
  world.wait(400 * 24 * 3_600_000);
  t.equal(world.verdict(claim(log, reviewer, endless)), 'ignored: wrong_state', 'no claim_ttl, no end');
});

t.test('updates', async (t) => {
  const { world, node, poster, worker, reviewer, itemRow } = scene('updates');
  const { log } = node;
  const parent = `w-${'1'.repeat(40)}`;
  const item = post(log, poster, {
    description: 'long',
    project: 'p',
    tags: ['a'],
    skills: ['b'],
    reviewers: [reviewer.id],
    origin_ref: 'r',
    acceptance: ['done'],
    parent,
    depends_on: [parent],
    claim_ttl: 60,
  });
  t.equal(world.verdict(update(log, worker, item, { title: 'mine' })), 'ignored: not_allowed');
  t.equal(world.verdict(update(log, poster, item, { title: 'New', priority: 0, claim_ttl: 90, min_tier: 2 })), 'ok');
  t.match(itemRow(item), { title: 'New', priority: 0, claim_ttl: 90, min_tier: 2, description: 'long', tags: ['a'] });
  const cleared = { description: '', project: '', tags: [], skills: [], reviewers: [], origin_ref: '', acceptance: [] };
  t.equal(world.verdict(update(log, poster, item, { ...cleared, parent: '', depends_on: [] })), 'ok');
  t.strictSame(
    (({ description, project, tags, skills, reviewers, origin_ref, acceptance, parent, depends_on }) => ({
      description,
      project,
      tags,
      skills,
      reviewers,
      origin_ref,
      acceptance,
      parent,
      depends_on,
    }))(itemRow(item) as ItemRow),
    {
      description: null,
      project: null,
      tags: [],
      skills: [],
      reviewers: [],
      origin_ref: null,
      acceptance: [],
      parent: null,
      depends_on: [],
    },
  );
  t.equal(world.verdict(update(log, poster, item, { title: 'New' })), 'ok', 'equal values are fine');
  update(log, poster, item, { sandbox: { net: false } });
  claim(log, worker, item);
  t.equal(world.verdict(update(log, poster, item, { title: 'Late' })), 'ignored: bad_update');
  t.equal(world.verdict(update(log, worker, item, { title: 'Late' })), 'ignored: not_allowed', 'before bad_update');
  t.equal(world.verdict(update(log, poster, item, { reviewers: [reviewer.id], priority: 4, tags: ['z'] })), 'ok');
  t.equal(world.verdict(update(log, poster, item, { reviewers: [] })), 'ignored: bad_update');
  const at = world.now;
  t.equal(world.verdict(update(log, poster, item, { reviewers: [worker.id, reviewer.id] })), 'ok', 'a superset');
  t.match(itemRow(item), { title: 'New', priority: 4, tags: ['z'], updated_at: at, sandbox: { net: false } });
  const completion = submit(log, worker, item);
  t.equal(world.verdict(accept(log, worker, completion)), 'ignored: not_allowed', 'a reviewer who did the work');
  t.equal(world.verdict(accept(log, reviewer, completion)), 'ok');
});

t.test('a refused act changes nothing of its item', async (t) => {
  const { node, poster, worker, itemRow } = scene('nothing');
  const item = post(node.log, poster);
  const before = itemRow(item);
  release(node.log, worker, item);
  update(node.log, worker, item, { title: 'x' });
  submit(node.log, worker, item);
  t.strictSame(itemRow(item), before);
});

t.test('the poster may claim too, and then only a reviewer may accept', async (t) => {
  const { world, node, poster, reviewer } = scene('own');
  const { completion } = handedIn(node.log, poster, poster, { reviewers: [reviewer.id, poster.id] });
  t.equal(world.verdict(completion), 'ok');
  t.equal(world.verdict(accept(node.log, poster, completion)), 'ignored: not_allowed');
  t.equal(world.verdict(accept(node.log, reviewer, completion)), 'ok');
});
