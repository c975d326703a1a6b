import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import type { Test } from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { SuffixCheck } from '../../src/identity/suffix.ts';
import { verdictText } from '../../src/wire/codes.ts';
import { doltBin, temporaryDirectory } from '../support/dolt.ts';
import { startNetwork } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';
import { WrittenPeer } from '../support/peer.ts';
import { project, verdictsOf } from '../support/projection.ts';
import { randomWorld } from '../support/random-world.ts';
import { logVectors } from '../support/vectors.ts';
import { claim, post, progress, update } from '../support/work.ts';
import { World } from '../support/world.ts';
import type { TestNode } from '../support/world.ts';

/** examples/third-party.mjs, which shares no code with the node, comes to the node's own verdicts. */

t.setTimeout(240_000);

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

const script = fileURLToPath(new URL('../../examples/third-party.mjs', import.meta.url));

interface Ended {
  code: number | null;
  /** `origin seq verdict`. */
  lines: string[];
  stderr: string;
}

/** Runs the example over a ledger, with what somebody else says of it. */
async function thirdParty(t: Test, ledger: string, verdicts?: Record<string, string[]>): Promise<Ended> {
  const directory = await temporaryDirectory(t);
  const file = join(directory, 'verdicts.json');
  await writeFile(file, JSON.stringify({ ok: true, verdicts }));
  const path = [dirname(await doltBin()), process.env['PATH']].join(delimiter);
  const child = spawn(process.execPath, [script, ledger, ...(verdicts === undefined ? [] : [file])], {
    env: { ...process.env, PATH: path, HOME: directory, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  t.strictSame(await readdir(directory), ['verdicts.json'], 'it leaves nothing behind');
  return { code, lines: stdout.trimEnd().split('\n'), stderr };
}

/** The verdicts that a node has of all entries of its ledger, as it tells them in digests. */
function verdictsIn({ node }: NetworkNode): Record<string, string[]> {
  const { logs } = node.context.services.reader;
  return Object.fromEntries(
    logs.logs().map(({ origin }) => [origin, [...logs.verdicts(origin)].map((code) => verdictText(code))]),
  );
}

/** What the example can know: it says nothing of set acts but that they are well signed. */
function linesOf(verdicts: Record<string, string[]>, setActs: ReadonlySet<string>): string[] {
  return Object.entries(verdicts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([origin, all]) =>
      all.map((verdict, at) => {
        const place = `${origin} ${at + 1}`;
        return `${place} ${setActs.has(place) ? 'well signed' : verdict}`;
      }),
    );
}

/** A life with a rejection, an illegal act, a comment and a stamp, through the node's own doors. */
async function live(node: NetworkNode): Promise<void> {
  const [poster, worker, judge] = [
    await node.register('poster'),
    await node.register('worker'),
    await node.register('judge'),
  ];
  const item = await node.post(poster);
  const act = async (status: number, path: string, body: object, as = worker): Promise<string> => {
    const answer = await node.ask('POST', path, body, as);
    if (answer.status !== status) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.completion;
  };
  await act(200, `/v1/wanted/${item}/claim`, {});
  await act(409, `/v1/wanted/${item}/claim`, {}, judge);
  await act(200, `/v1/wanted/${item}/progress`, {});
  await act(201, `/v1/wanted/${item}/submit`, { evidence: [{ url: 'https://example.org/1' }] });
  await act(200, `/v1/wanted/${item}/reject`, {}, poster);
  const completion = await act(201, `/v1/wanted/${item}/submit`, { evidence: [{ url: 'https://example.org/2' }] });
  await act(200, `/v1/wanted/${item}/accept`, {}, poster);
  const dimensions = { quality: { score: 4, confidence: 0.5 } };
  await act(201, '/v1/stamps', { completion, dimensions }, judge);
  await act(201, '/v1/comments', { about: item, text: 'How high?' }, judge);
}

function setActsIn({ node }: NetworkNode): Set<string> {
  const { state } = node.context.services.reader;
  const entries = state.table('entries').list('primary');
  const set = entries.filter(({ type }) => type !== null && !/^(identity|wanted\.|work\.)/.test(type));
  return new Set(set.map(({ origin, seq }) => `${origin} ${seq}`));
}

t.test('it is short, and nothing but Node and Dolt', async (t) => {
  const source = readFileSync(script, 'utf8');
  t.ok(source.split('\n').length - 1 <= 200);
  const imported = [...source.matchAll(/\bfrom '([^']+)'|\bimport\(/g)].map(([, name]) => name ?? '');
  t.ok(imported.length > 0 && imported.every((name) => name.startsWith('node:')), imported.join(' '));
});

t.test('of a real node, with every vector in its ledger', async (t) => {
  const { a } = await startNetwork(t, ['a']);
  await live(a);
  const world = new World('third party');
  world.now = Date.now() - 60_000;
  const peer = await WrittenPeer.start(t, world, world.node('peer'));
  const vectors = Object.fromEntries(logVectors().extend.flatMap(({ logs }) => Object.entries(logs)));
  for (const [origin, { entries, checkpoint }] of Object.entries(vectors)) {
    await writeRows(peer, origin, entries);
    await peer.writeHead(origin, entries.length, '0'.repeat(64), checkpoint);
  }
  await peer.publish();
  await a.peer({ id: peer.node.id, url: peer.url });
  t.match(await a.sync({ id: peer.node.id }), { result: 'ok' });

  const ledger = a.node.remotes?.ledger ?? '';
  const verdicts = verdictsIn(a);
  const told = await thirdParty(t, ledger, verdicts);
  t.equal(told.code, 0, told.stderr);
  t.strictSame(told.lines, linesOf(verdicts, setActsIn(a)));
  t.match(told.stderr, new RegExp(`${a.id} holds; verdicts believed: 0`), 'of the node’s own log it believes nothing');

  t.test('by itself it comes to the same for the node’s own log', async (t) => {
    const alone = await thirdParty(t, ledger);
    const own = (lines: string[]): string[] => lines.filter((line) => line.startsWith(a.id));
    t.equal(alone.code, 0, alone.stderr);
    t.strictSame(own(alone.lines), own(told.lines));
    t.ok(own(alone.lines).length >= 13, 'all of that life');
  });

  t.test('another verdict than its own is named', async (t) => {
    const at = verdicts[a.id]?.length ?? 0;
    const wrong = verdicts[a.id]?.map((verdict, index) => (index === 4 ? 'ignored: wrong_state' : verdict)) ?? [];
    const { code, lines } = await thirdParty(t, ledger, { ...verdicts, [a.id]: wrong });
    t.equal(code, 1);
    t.strictSame(
      lines.filter((line) => line.includes('but told')),
      [`${a.id} 5 ok, but told ignored: wrong_state`],
    );
    const fewer = await thirdParty(t, ledger, { ...verdicts, [a.id]: wrong.slice(0, at - 1) });
    t.equal(fewer.code, 1);
    t.match(fewer.stderr, `${a.id} does not hold: more or fewer verdicts are told`);
  });
});

t.test(
  'of random worlds and stories: forks, leases, illegal steps, withheld texts, and logs that don’t hold',
  async (t) => {
    const numbers = fc.array(fc.nat(9999), { minLength: 250, maxLength: 420, size: 'max' });
    const worlds = fc
      .sample(numbers, { seed, numRuns: 25 })
      .map((values, at) => randomWorld(`third party ${at}`, values));
    const nodes = worlds.flatMap((random) => random.nodes);
    const broken = new World('third party broken');
    for (const name of ['altered', 'unsigned', 'leases', 'rescued']) nodes.push(broken.node(name));
    const [altered, unsigned, leases, rescued] = nodes.slice(-4) as [TestNode, TestNode, TestNode, TestNode];
    const told = { [leases.id]: tellLeases(leases), [rescued.id]: tellRescue(rescued) };
    const peer = await WrittenPeer.start(t, broken, broken.node('peer'));

    const verdicts: Record<string, string[]> = {};
    const setActs = new Set<string>();
    for (const node of nodes) {
      const checkpoint = checkpointOf(node);
      await writeRows(peer, node.id, node.log.entries);
      await peer.writeHead(node.id, node.log.seq, node.log.root(), checkpoint);
      const check = new SuffixCheck(new MemoryState(), node.id);
      check.push(node.log.entries);
      const state = project({ [node.id]: node.log.entries });
      if (check.finish(checkpoint).ok) Object.assign(verdicts, verdictsOf(state, [node.id]));
      for (const { seq, type } of state.table('entries').list('primary')) {
        if (type !== null && !/^(identity|wanted\.|work\.)/.test(type)) setActs.add(`${node.id} ${seq}`);
      }
    }
    await peer.publish();
    verdicts[peer.node.id] = ['ok'];
    const { lines, stderr } = await thirdParty(t, peer.remote, verdicts);
    t.strictSame(
      stderr
        .split('\n')
        .filter((line) => line.includes(' does not hold'))
        .map((line) => line.slice(0, 43)),
      nodes
        .map((node) => node.id)
        .filter((id) => verdicts[id] === undefined)
        .sort(),
      stderr,
    );
    t.strictSame(lines, linesOf(verdicts, setActs));
    t.match(stderr, `${altered.id} does not hold: another checkpoint`);
    t.match(stderr, `${unsigned.id} does not hold: unknown_key`);
    for (const [id, story] of Object.entries(told)) t.strictSame(verdicts[id], story);
    t.comment(`${lines.length} entries of ${Object.keys(verdicts).length} logs, ${nodes.length + 1} in all`);
    t.ok(Object.keys(verdicts).length > 12, 'most of them hold');
  },
);

/** Claims that end, and the verdicts that this log must get. */
function tellLeases(node: TestNode): string[] {
  const { world, log } = node;
  const [poster, one, two] = [world.member('poster', node), world.member('one', node), world.member('two', node)];
  const item = post(log, poster, { claim_ttl: 60 });
  claim(log, one, item);
  world.wait(50_000);
  claim(log, two, item);
  progress(log, one, item);
  world.wait(50_000);
  claim(log, two, item);
  world.wait(20_000);
  claim(log, one, item);
  claim(log, two, item);
  progress(log, one, item);
  claim(log, node, post(log, poster));
  const wrong = 'ignored: wrong_state';
  const refused = 'ignored: not_allowed';
  return [...Array<string>(6).fill('ok'), wrong, 'ok', wrong, refused, 'ok', refused, 'ok', refused];
}

/** A thief's document stands first, and the owner's recovery key undoes it. */
function tellRescue(node: TestNode): string[] {
  const { world, log } = node;
  const [thief, recovery, fresh] = [world.key('thief'), world.key('recovery'), world.key('fresh')];
  const owner = world.member('owner', node, { recovery: [recovery] });
  const item = post(log, owner);
  const revoked = [{ kid: owner.key.kid, upto: { [node.id]: 3 } }];
  log.append(owner.next({ keys: [thief], revoked }, { after: owner.first }).text);
  update(log, owner, item, { priority: 0 });
  log.act(owner, 'wanted.updated', { item: item.id, priority: 1 }, { key: thief });
  log.append(owner.next({ keys: [fresh], revoked }, { after: owner.first, by: recovery }).text);
  log.act(owner, 'wanted.updated', { item: item.id, priority: 2 }, { key: thief });
  log.act(owner, 'wanted.updated', { item: item.id, priority: 3 }, { key: fresh });
  const dropped = 'rejected: key_not_in_force';
  return ['ok', 'ok', 'ok', 'ok', dropped, 'ok', 'ok', dropped, 'ok'];
}

/** Two of them don't hold: another root, another key. */
function checkpointOf(node: TestNode): string {
  if (node.name === 'altered') return node.checkpoint(undefined, { root: '0'.repeat(64) });
  if (node.name === 'unsigned') return node.checkpoint(undefined, {}, node.world.key('somebody else'));
  return node.checkpoint();
}

/** A hundred rows a statement: one by one these would take most of the test's time. */
async function writeRows(
  peer: WrittenPeer,
  origin: string,
  entries: readonly { seq: number; logged_at: number; jws: string }[],
): Promise<void> {
  for (let from = 0; from < entries.length; from += 100) {
    const rows = entries.slice(from, from + 100);
    const values = rows.flatMap(({ seq, logged_at, jws }) => [origin, seq, logged_at, jws]);
    await peer.sql.run(`INSERT INTO events VALUES ${rows.map(() => '(?, ?, ?, ?)').join(', ')}`, values);
  }
}
