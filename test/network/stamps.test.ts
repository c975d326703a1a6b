import t from 'tap';
import type { Test } from 'tap';
import { attachPublicServer } from '../../src/ledger/dolt/attach.ts';
import { loadConfig } from '../../src/config/config.ts';
import { processEnvironment } from '../../src/config/env.ts';
import { createLog } from '../../src/log.ts';
import { verifyDataDir } from '../../src/operations/verify-node.ts';
import type { SyncReport } from '../../src/wire/api/sync-report.ts';
import { startNetwork } from '../support/network.ts';
import type { Member, NetworkNode } from '../support/network.ts';
import { logOf, WrittenPeer } from '../support/peer.ts';
import { swapSignature } from '../support/signing.ts';
import { handedIn, link, stamp } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { Appended, TestIdentity } from '../support/world.ts';

/**
 * Stamps that must do nothing, however they come: on the node that a peer gives them to, on the one that learns them from
 * there, in answers, in the published tables. Every one of them is named in the report of the sync that brought it.
 */

t.setTimeout(300_000);

const world = new World('stamps');
world.now = Date.now() - 300_000;
const home = world.node('poisoned');
const poster = world.member('poster', home);
const worker = world.member('worker', home);
const judge = world.member('judge', home);
const { item, completion } = handedIn(home.log, poster, worker);
const honest = stamp(home.log, judge, completion, worker);

const peer = await WrittenPeer.start(t, world, home);
const place = { id: home.id, url: peer.url };
const { a, b } = await startNetwork(t, ['a', 'b']);
await a.peer(place);
await a.peer(b);
await b.peer(a);

interface Subject {
  id: string;
  handle: string;
}

const asSubject = (rig: TestIdentity): Subject => ({ id: rig.id, handle: rig.name });

/** Ids of the stamps about a rig in the published table, read over Dolt's SQL. */
async function publishedStamps(node: NetworkNode, { id, handle }: Subject): Promise<string[]> {
  await node.node.context.publisher.flush();
  const connection = await attachPublicServer(node.dataDir)?.connect({ database: 'commons' });
  if (connection === undefined) throw new Error(`node ${node.name} has no Dolt`);
  try {
    const sql = "SELECT id, author FROM stamps AS OF 'HEAD' WHERE subject = ? ORDER BY id";
    const [rows] = await connection.query(sql, [`${handle}-${id.slice(0, 22)}`]);
    return (rows as { id: string }[]).map((row) => row.id);
  } finally {
    await connection.end();
  }
}

/** That exactly these stamps about a rig count, everywhere on a node. */
async function onlyThese(
  t: Test,
  node: NetworkNode,
  subject: Subject,
  stamps: readonly { id: string }[],
): Promise<void> {
  const wanted = stamps.map(({ id }) => id).sort();
  const why = (what: string): string => `${node.name}: ${what}`;
  const listed = async (path: string): Promise<string[]> => {
    const items = (await node.ask('GET', path)).body.items as { id: string; counts: boolean }[];
    return items.flatMap(({ id, counts }) => (counts ? [id] : [])).sort();
  };
  t.strictSame(await listed(`/v1/stamps?subject=${subject.id}`), wanted, why('GET /v1/stamps'));
  t.strictSame(await listed(`/v1/rigs/${subject.id}/stamps`), wanted, why('the stamps of the rig'));
  const evidence = (await node.ask('GET', `/v1/rigs/${subject.id}/reputation`)).body.evidence;
  const { length } = wanted;
  const quality = { stamps: length, ...(length === 0 ? {} : { mean: 4 }), validators: length, groups: length };
  t.strictSame(evidence.quality, quality, why('evidence'));
  t.strictSame((await node.ask('GET', `/v1/rigs/${subject.id}`)).body.evidence, evidence, why('profile'));
  t.strictSame(await publishedStamps(node, subject), wanted, why('the table of the commons'));
}

/** That both nodes know the same and show the same of it. */
async function sameOnBoth(t: Test): Promise<void> {
  await b.sync(a);
  await a.sync(b);
  const [ours, theirs] = await Promise.all([a, b].map((node) => node.node.context.services.digest()));
  t.strictSame(theirs, ours, 'equal digests');
}

/** That a report names each of these entries with its verdict. */
function names(t: Test, report: SyncReport, bad: readonly { entry: Appended; verdict: string; why: string }[]): void {
  for (const { entry, verdict, why } of bad) {
    const named = logOf(report, entry.origin).refused.find(({ seq }) => seq === entry.seq);
    t.strictSame(named, { seq: entry.seq, verdict }, `${why}: ${verdict}`);
  }
}

/** The same token with another score in its payload, and the signature as it was. */
function altered(token: string): string {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const changed = Buffer.from(payload, 'base64url').toString().replace('"score":4', '"score":5');
  return [head, Buffer.from(changed).toString('base64url'), signature].join('.');
}

const bad: { entry: Appended; verdict: string; why: string }[] = [];

t.test('of a poisoned peer the honest stamp counts and no other, and the report names each', async (t) => {
  const { log } = home;
  const twin = world.member('twin', home);
  const owner = world.member('owner', home);
  const bot = world.member('bot', home, { kind: 'agent', owner: owner.id });
  const add = (why: string, verdict: string, entry: Appended): void => void bad.push({ why, verdict, entry });
  const forged = judge.event(home.id, 'stamp.issued', {
    completion: completion.id,
    subject: worker.id,
    dimensions: { quality: { score: 5, confidence: 1 } },
    severity: 'root',
  });

  add('by the worker', 'ignored: same_owner', stamp(log, worker, completion, worker));
  link(log, twin, worker);
  link(log, worker, twin);
  add('by a rig that is linked', 'ignored: same_owner', stamp(log, twin, completion, worker));
  link(log, owner, bot);
  link(log, owner, worker);
  link(log, worker, owner);
  add('by the agent of a linked rig', 'ignored: same_owner', stamp(log, bot, completion, worker));
  add('about somebody else', 'ignored: wrong_subject', stamp(log, judge, completion, poster));
  const stranger = { key: world.key('stranger') };
  add('signed with a stranger’s key', 'rejected: unknown_key', stamp(log, poster, completion, worker, {}, stranger));
  add('with a signature of another text', 'rejected: bad_signature', log.append(swapSignature(forged, honest.text)));
  add('altered, under a checkpoint made anew', 'rejected: bad_signature', log.append(altered(honest.text)));
  add('replayed in the same log', 'ignored: duplicate', log.append(honest.text));
  const elsewhere = world.node('elsewhere');
  elsewhere.log.append(judge.first.text);
  add('replayed in another log', 'rejected: wrong_audience', elsewhere.log.append(honest.text));

  await peer.publish([home, elsewhere]);
  const report = await a.sync(place);
  t.match(report, { result: 'ok', transport: 'dolt' });
  names(t, report, bad);
  const refused = report.logs.flatMap((log) => log.refused);
  t.equal(refused.length, bad.length, 'and names nothing else');

  names(t, await b.sync(a), bad);
  for (const node of [a, b]) {
    await onlyThese(t, node, asSubject(worker), [honest]);
    await onlyThese(t, node, asSubject(poster), []);
  }
  await sameOnBoth(t);
});

t.test('a stamp that is altered in the peer’s tables lands nowhere until it is put right', async (t) => {
  const second = stamp(home.log, poster, completion, worker);
  await peer.publish();
  const set = async ({ origin, seq }: Appended, jws: string): Promise<void> => {
    await peer.sql.run('UPDATE events SET jws = ? WHERE origin = ? AND seq = ?', [jws, origin, seq]);
    await peer.commit();
  };
  await set(second, altered(second.text));
  const report = await a.sync(place);
  t.match(report, { result: 'partial', landed: 0 });
  t.match(logOf(report, home.id), { landed: 0, code: 'wrong_root', detail: /root/ }, 'the report says why');
  await b.sync(a);
  for (const node of [a, b]) await onlyThese(t, node, asSubject(worker), [honest]);

  await set(second, second.text);
  t.match(logOf(await a.sync(place), home.id), { landed: 1, refused: [] });
  await sameOnBoth(t);
  for (const node of [a, b]) await onlyThese(t, node, asSubject(worker), [honest, second]);

  // What has landed is ours: rows that the peer changes afterwards are never read again.
  await set(honest, altered(honest.text));
  const later = world.member('later', home);
  await peer.sql.run('INSERT INTO events VALUES (?, ?, ?, ?)', [
    home.id,
    home.log.seq,
    home.log.entries.at(-1)?.logged_at ?? 0,
    later.first.text,
  ]);
  await peer.writeHead(home.id, home.log.seq, home.log.root(), home.checkpoint());
  await peer.commit();
  t.match(logOf(await a.sync(place), home.id), { landed: 1, refused: [] });
  await sameOnBoth(t);
  for (const node of [a, b]) await onlyThese(t, node, asSubject(worker), [honest, second]);
});

/** A worker of A, and a validator of B who has stamped the work. */
async function stamped(n: number): Promise<{ bob: Member; vera: Member; item: string; stamp: { id: string } }> {
  const alice = await a.register(`alice-${n}`);
  const bob = await a.register(`bob-${n}`);
  const vera = await b.register(`vera-${n}`);
  const item = await a.post(alice);
  await a.ask('POST', `/v1/wanted/${item}/claim`, {}, bob);
  const evidence = [{ url: 'https://example.org/work' }];
  const { body } = await a.ask('POST', `/v1/wanted/${item}/submit`, { evidence }, bob);
  const say = { completion: body.completion, dimensions: { quality: { score: 4, confidence: 0.9 } } };
  const self = await a.ask('POST', '/v1/stamps', say, bob);
  if (self.body.code !== 'same_owner') throw new Error(`a stamp for oneself: ${JSON.stringify(self.body)}`);
  await b.sync(a);
  const issued = await b.ask('POST', '/v1/stamps', say, vera);
  if (issued.status !== 201) throw new Error(`no stamp: ${JSON.stringify(issued.body)}`);
  return { bob, vera, item, stamp: issued.body.stamp };
}

const voided: { origin: string; seq: number }[] = [];

for (const first of ['worker', 'validator'] as const) {
  await t.test(`a stamp vanishes when the link becomes known, said by the ${first} first`, async (t) => {
    const { bob, vera, item, stamp } = await stamped(first === 'worker' ? 1 : 2);
    await sameOnBoth(t);
    for (const node of [a, b]) await onlyThese(t, node, bob, [stamp]);

    const say = {
      worker: async () => await a.ask('POST', '/v1/links', { other: vera.id }, bob),
      validator: async () => await b.ask('POST', '/v1/links', { other: bob.id }, vera),
    };
    const last = first === 'worker' ? 'validator' : 'worker';
    t.equal((await say[first]()).status, 201);
    await sameOnBoth(t);
    for (const node of [a, b]) await onlyThese(t, node, bob, [stamp]);

    t.equal((await say[last]()).status, 201);
    const [here, there] = last === 'worker' ? [a, b] : [b, a];
    await onlyThese(t, here, bob, []);
    await onlyThese(t, there, bob, [stamp]);

    const report = await there.sync(here);
    const seq = await seqOfStamp(there, item);
    const change = { origin: b.id, seq, was: 'ok', verdict: 'ignored: same_owner' };
    t.strictSame(report.changed, [change], 'the report of the sync that brought the link names the stamp');
    voided.push({ origin: b.id, seq });
    const kept = await there.ask('GET', `/v1/admin/peers/${here.id}/syncs`, undefined, 'admin');
    t.match(kept.body.items[0], { changed: [change] }, 'and the kept one');

    await sameOnBoth(t);
    for (const node of [a, b]) {
      await onlyThese(t, node, bob, []);
      t.equal(await verdictOfStamp(node, item), 'ignored: same_owner', `${node.name}: the history says so`);
    }
    const { body } = await b.ask('GET', `/v1/wanted/${item}`);
    const again = { completion: body.completions[0].id, dimensions: { quality: { score: 5, confidence: 1 } } };
    t.match(await b.ask('POST', '/v1/stamps', again, vera), { status: 409, body: { code: 'same_owner' } });
  });
}

t.test('a node that learns all of it at once names each of them', async (t) => {
  const { c } = await startNetwork(t, ['c']);
  await c.peer(b);
  const report = await c.sync(b);
  names(t, report, bad);
  for (const { origin, seq } of voided) {
    const named = logOf(report, origin).refused.find((entry) => entry.seq === seq);
    t.strictSame(named, { seq, verdict: 'ignored: same_owner' });
  }
  t.equal(report.changed, undefined, 'nothing stood here before');
  t.equal(
    report.logs.reduce((sum, log) => sum + log.refused_count, 0),
    bad.length + voided.length,
  );
  t.match((await c.ask('GET', `/v1/wanted/${item.id}`)).body, { item: { status: 'in_review' } });
});

t.test('an audit of the data directories finds nothing wrong, and counts them', async (t) => {
  const { dolt } = loadConfig(processEnvironment());
  for (const node of [a, b]) {
    await node.node.context.publisher.flush();
    const report = await verifyDataDir({ dataDir: node.dataDir, dolt, log: createLog('silent') });
    t.strictSame(report.findings, [], node.name);
    t.match(report, { ok: true, commons: { behind: 0 }, read_model: { state: 'compared' } });
    const wanted = new Map<string, number>([['same_owner', voided.length]]);
    for (const { verdict } of bad) {
      const code = verdict.split(': ')[1] ?? '';
      wanted.set(code, (wanted.get(code) ?? 0) + 1);
    }
    const { ok: _ok, ...others } = report.verdicts;
    t.strictSame(others, Object.fromEntries(wanted), `${node.name}: each by its code`);
  }
});

async function stampEntry(node: NetworkNode, item: string): Promise<{ seq: number; verdict: string }> {
  const { body } = await node.ask('GET', `/v1/wanted/${item}`);
  const history = body.history as { type: string; seq: number; verdict: string }[];
  const entry = history.find(({ type }) => type === 'stamp.issued');
  if (entry === undefined) throw new Error(`no stamp in the history of ${item} on ${node.name}`);
  return entry;
}

async function seqOfStamp(node: NetworkNode, item: string): Promise<number> {
  return (await stampEntry(node, item)).seq;
}

async function verdictOfStamp(node: NetworkNode, item: string): Promise<string> {
  return (await stampEntry(node, item)).verdict;
}
