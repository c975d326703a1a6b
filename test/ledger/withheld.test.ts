import t from 'tap';
import type { Test } from 'tap';
import { makeDigest, readerSource } from '../../src/commons/digest.ts';
import type { Digest } from '../../src/commons/digest.ts';
import { isTextOf, takeTexts } from '../../src/ledger/given-texts.ts';
import { land } from '../../src/ledger/landing.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { sha256 } from '../support/signing.ts';
import { Puller, WrittenPeer } from '../support/peer.ts';
import { World } from '../support/world.ts';
import type { Appended, TestIdentity, TestNode } from '../support/world.ts';

/** Texts that one peer withholds and another gives (protocol.md section 4). */

const posting = { title: 'a posting', type: 'bug', priority: 2, effort: 'small' };

interface Scene {
  world: World;
  home: TestNode;
  far: TestNode;
  poster: TestIdentity;
  item: Appended;
  /** A peer that serves the item as its hash, and one that serves its text. */
  withholding: WrittenPeer;
  giving: WrittenPeer;
}

async function scene(t: Test, name: string): Promise<Scene> {
  const world = new World(name);
  const home = world.node('home');
  const far = world.node('far');
  const giver = world.node('giver');
  const withholder = world.node('withholder');
  const poster = world.member('poster', home);
  const worker = world.member('worker', home);
  const onlooker = world.member('onlooker', far);
  const item = home.log.act(poster, 'wanted.posted', posting);
  home.log.append(item.text);
  home.log.act(worker, 'wanted.claimed', { item: item.id });
  far.log.act(onlooker, 'comment.posted', { about: item.id, text: 'when?' });
  const giving = await WrittenPeer.start(t, world, giver);
  const withholding = await WrittenPeer.start(t, world, withholder);
  await giving.publish([giver, withholder, home, far]);
  for (const { seq, hash } of [item, { ...item, seq: item.seq + 1 }]) home.log.withhold({ seq, hash });
  await withholding.publish([withholder, giver, home, far]);
  return { world, home, far, poster, item, withholding, giving };
}

const ok = Array<string>(3).fill('ok');
const withoutText = [...ok, 'pending: withheld', 'ignored: duplicate', 'ignored: unknown_item'];
const withText = [...ok, 'ok', 'ignored: duplicate', 'ok'];

/** The digest, once both hold each other's own log too, so that their vectors are equal. */
async function digestOf(t: Test, puller: Puller, other: Puller): Promise<Digest> {
  const { origin, readModel } = other.ledger;
  const entries: LogEntry[] = [];
  for await (const page of other.ledger.reader(t).readEntries(origin, 0, Number.MAX_SAFE_INTEGER)) {
    entries.push(...page);
  }
  const checkpoint = readModel.reader.state.table('logs').get(origin)?.checkpoint ?? '';
  await land(puller.ledger.writer, { peer: origin, peerCommit: 'test', origin, entries: [entries], checkpoint });
  const { reader } = puller.ledger.readModel;
  const ledger = puller.ledger.reader(t);
  return await makeDigest(readerSource(reader, (log, to) => ledger.readEntries(log, 0, to)));
}

t.test('a text that another peer gives is taken, and all is judged anew', async (t) => {
  const { home, far, poster, item, withholding, giving } = await scene(t, 'taken');
  const puller = await Puller.start(t);
  t.match(await puller.syncWith(withholding), { result: 'ok' });
  t.same(puller.landed(home.id).verdicts, withoutText);
  t.same(puller.landed(far.id).verdicts, ['ok', 'ok', 'pending: unknown_target']);
  const before = puller.ledger.readModel.reader.state.table('logs').get(home.id);

  const again = await puller.syncWith(withholding);
  t.match(again, { result: 'ok', landed: 0, texts: undefined }, 'who withholds it gives nothing');
  const { published } = puller.ledger.readModel.reader;
  const generation = published.generation();
  const report = await puller.syncWith(giving);
  t.match(report, { result: 'ok', landed: 0, texts: 1 });
  t.same(puller.landed(home.id).verdicts, withText);
  t.same(puller.landed(far.id).verdicts, ['ok', 'ok', 'ok']);
  t.match(puller.ledger.readModel.reader.items.item(item.id), { status: 'claimed' });
  t.same(puller.ledger.readModel.reader.state.table('logs').get(home.id), before, 'the log is the same');
  t.equal((await puller.ledger.reader(t).readEntry(home.id, item.seq))?.jws, item.text);
  const [commit] = await (await puller.ledger.sql(t)).rows<{ message: string }>('SELECT message FROM dolt_log LIMIT 1');
  t.match(commit?.message, `take 1 withheld text from ${giving.node.id}`);

  t.match(await puller.syncWith(withholding), { result: 'ok', landed: 0, logs: [] }, 'a hash contradicts no text');
  t.same(puller.landed(home.id).verdicts, withText);
  home.log.act(poster, 'comment.posted', { about: item.id, text: 'a log that grows on behind it' });
  await withholding.publish([home]);
  t.match(await puller.syncWith(withholding), { result: 'ok', landed: 1 });

  const other = await Puller.start(t);
  t.match(await other.syncWith(giving), { result: 'ok', texts: undefined });
  t.match(await other.syncWith(withholding), { result: 'ok', landed: 1 });
  const digests = [await digestOf(t, puller, other), await digestOf(t, other, puller)];
  t.strictSame(digests[0], digests[1], 'the digest of a node that had the text from the start');
  t.same(digests[0]?.withheld, [], 'its repetition is there too');
  t.strictSame(derived(puller), derived(other), 'and so is all that is derived');

  const marks = published.unpublished();
  const { readModel } = puller.ledger;
  readModel.begin();
  readModel.clearPublished(marks, readModel.vector(), generation);
  readModel.commit();
  t.same(published.unpublished(), marks, 'a publication that began before takes no mark of what came after');
  t.equal(published.published(), undefined);
});

/** What follows from the logs, own ones included, whatever came first. */
function derived({ ledger }: Puller): object {
  return { ...ledger.readModel.snapshot(), logs: [], unpublished: [] };
}

t.test('only the very text is taken, and only where it is missing', async (t) => {
  const { world, home, far, item, withholding } = await scene(t, 'refused');
  const puller = await Puller.start(t);
  await puller.syncWith(withholding);
  const liar = await WrittenPeer.start(t, world, world.node('liar'));
  await liar.publish([liar.node, home]);
  const { ledger } = puller;
  for (const text of ['another', `~${'0'.repeat(64)}`, `${item.text}x`]) {
    await liar.sql.run('UPDATE events SET jws = ? WHERE origin = ? AND seq = ?', [text, home.id, item.seq]);
    await liar.commit();
    t.match(await puller.syncWith(liar), { texts: undefined }, text.slice(0, 10));
    t.same(puller.landed(home.id).verdicts, withoutText);
  }
  const given = { peer: liar.node.id, ledger: ledger.reader(t), readModel: ledger.readModel };
  const nowhere = { origin: far.id, seq: 99, jws: item.text };
  t.equal(await takeTexts(ledger.writer, { ...given, texts: [nowhere, { ...nowhere, seq: 1 }] }), 0);
  const long = 'x'.repeat(16_001);
  t.notOk(isTextOf(sha256(long), long), 'no log may hold that text');
  t.notOk(isTextOf(sha256('a b'), 'a b'));
  t.notOk(isTextOf(sha256(`~${'0'.repeat(64)}`), `~${'0'.repeat(64)}`));
  t.ok(isTextOf(item.hash, item.text));
});

for (const fault of ['before', 'after', 'refused'] as const) {
  t.test(`a commit that fails (${fault})`, async (t) => {
    const { home, withholding, giving } = await scene(t, fault);
    const puller = await Puller.start(t);
    await puller.syncWith(withholding);
    puller.ledger.faults.strike(fault, /^COMMIT$/);
    t.match(await puller.syncWith(giving), { result: 'ok' });
    t.equal(puller.ledger.faults.struck, 1);
    t.same(puller.landed(home.id).verdicts, withText);
    t.equal(puller.ledger.readModel.outdated, false);
  });
}

t.test('a crash between the ledger and the read model leaves no old verdicts', async (t) => {
  const { home, withholding, giving } = await scene(t, 'crash');
  const puller = await Puller.start(t, { patience: 100 });
  await puller.syncWith(withholding);
  const { ledger } = puller;
  const { commit } = ledger.readModel;
  let commits = 0;
  // The process dies where the verdicts would become durable: after the commit that says that they are about to change.
  ledger.readModel.commit = function (this: typeof ledger.readModel) {
    commits += 1;
    if (commits > 1) throw new Error('killed');
    commit.call(this);
  };
  t.match(await puller.syncWith(giving), { result: 'ok', texts: undefined });
  await ledger.stop();
  await ledger.open();
  const { state } = ledger.readModel.reader;
  t.equal(state.table('entries').get(home.id, 4)?.code, 'ok');
  t.equal(state.table('entries').get(home.id, 6)?.code, 'ok');
  t.equal(ledger.readModel.outdated, false);
});
