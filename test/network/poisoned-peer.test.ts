import { createServer } from 'node:http';
import t from 'tap';
import type { Test } from 'tap';
import type { Services } from '../../src/operations/ports.ts';
import { logCodes } from '../../src/wire/log-codes.ts';
import { startNetwork } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';
import { listen, logOf, WrittenPeer } from '../support/peer.ts';
import { sha256 } from '../support/signing.ts';
import { logVectors } from '../support/vectors.ts';
import { World } from '../support/world.ts';
import type { BrokenLog } from '../vectors/broken-logs.ts';
import type { VectorLog } from '../vectors/generate.ts';

/** A peer whose ledger holds every log of test/vectors, written with raw SQL: what a real node makes of each entry. */

t.setTimeout(300_000);

const { extend, refused } = logVectors();
const vectorLogs = extend.flatMap(({ logs }) => Object.entries(logs));
const expected = new Map(extend.flatMap(({ verdicts }) => Object.entries(verdicts)));
const held = refused.flatMap(({ origin, held }): [string, VectorLog][] => (held === undefined ? [] : [[origin, held]]));

const world = new World('poisoned');
world.now = Date.now() - 60_000;
const peer = await WrittenPeer.start(t, world, world.node('poisoned'));
const place = { id: peer.node.id, url: peer.url };
const { a, b } = await startNetwork(t, ['a', 'b']);
await a.peer(place);
await a.peer(b);
await b.peer(a);

/** Makes the peer's copy of one log exactly this. */
async function write(origin: string, { entries, checkpoint }: VectorLog): Promise<void> {
  await peer.sql.run('DELETE FROM events WHERE origin = ?', [origin]);
  for (const { seq, logged_at: loggedAt, jws } of entries) {
    await peer.sql.run('INSERT INTO events VALUES (?, ?, ?, ?)', [origin, seq, loggedAt, jws]);
  }
  const { seq, root } = claimed(checkpoint);
  await peer.writeHead(origin, seq ?? entries.length, root ?? '0'.repeat(64), checkpoint);
}

/** What a checkpoint says, if it says anything. */
function claimed(checkpoint: string): { seq?: number; root?: string } {
  const payload: unknown = JSON.parse(Buffer.from(checkpoint.split('.')[1] ?? '', 'base64url').toString());
  return payload as { seq?: number; root?: string };
}

/** Verdict texts of a log's entries by their places, as a node's read model has them. */
function verdictsAt(node: NetworkNode, origin: string): string[] {
  const codes = [...node.node.context.services.reader.logs.verdicts(origin)];
  return codes.map((code) => (code === 'ok' ? 'ok' : `${wordsOf.get(code) ?? 'unknown'}: ${code}`));
}

/** From the vectors, not from the code. */
const wordsOf = new Map(
  [...expected.values()].flat().map((verdict) => verdict.split(': ').reverse() as [string, string]),
);

/** Part `verdicts` of the digest (protocol.md section 6). */
function verdictsDigest(verdicts: ReadonlyMap<string, string[]>): string {
  const lines = [...verdicts].flatMap(([origin, texts]) => texts.map((text, at) => ({ origin, seq: at + 1, text })));
  lines.sort((x, y) => (x.origin === y.origin ? x.seq - y.seq : x.origin < y.origin ? -1 : 1));
  return sha256(lines.map(({ origin, seq, text }) => `${origin} ${seq} ${text}\n`).join(''));
}

/** Made now; the door may answer with one of a second ago. */
async function digest(node: NetworkNode): Promise<Awaited<ReturnType<Services['digest']>>> {
  return await node.node.context.services.digest();
}

async function origins(node: NetworkNode): Promise<string[]> {
  const { body } = await node.ask('GET', '/v1/logs');
  return body.items.map((log: { origin: string }) => log.origin);
}

t.test('every entry gets its own verdict, and the report names each that is refused', async (t) => {
  await peer.publish();
  for (const [origin, log] of [...vectorLogs, ...held]) await write(origin, log);
  await peer.commit();
  const report = await a.sync(place);
  t.match(report, { result: 'ok', transport: 'dolt' });

  for (const { name, code, why, logs, verdicts } of extend) {
    const shown = Object.keys(logs).flatMap((origin) => {
      t.strictSame(verdictsAt(a, origin), verdicts[origin], `${name}: ${why}`);
      const wanted = (verdicts[origin] ?? []).map((verdict, at) => ({ seq: at + 1, verdict }));
      const notOk = wanted.filter(({ verdict }) => verdict !== 'ok');
      const { landed, refused, refused_count: count } = logOf(report, origin);
      t.strictSame({ landed, refused, count }, { landed: wanted.length, refused: notOk, count: notOk.length }, name);
      return refused.map(({ verdict }) => verdict);
    });
    t.ok(code === 'ok' || shown.some((verdict) => verdict.endsWith(`: ${code}`)), `${name} is named in the report`);
  }
});

t.test('whoever learns it from that node comes to the same verdicts and the same digest', async (t) => {
  t.match(await b.sync(a), { result: 'ok' });
  t.match(await a.sync(b), { result: 'ok' });
  for (const [origin, verdicts] of expected) t.strictSame(verdictsAt(b, origin), verdicts, origin);
  const [ours, theirs] = [await digest(a), await digest(b)];
  t.strictSame(theirs, ours);

  const clean = [a.id, b.id, peer.node.id, ...held.map(([origin]) => origin)];
  const all = new Map([
    ...expected,
    ...clean.map((origin) => [origin, Array<string>(ours.vector[origin]?.[0] ?? 0).fill('ok')] as const),
  ]);
  t.strictSame(Object.keys(ours.vector).sort(), [...all.keys()].sort());
  t.equal(ours.verdicts, verdictsDigest(all));
  t.ok(ours.withheld.length > 0, 'what is withheld is named');
});

t.test('of a log that does not extend nothing lands, and the report says why', async (t) => {
  const before = await digest(a);
  const inDolt = refused.filter(({ notInDolt }) => !notInDolt);
  for (const log of inDolt) await write(log.origin, log);
  await peer.commit();
  const report = await a.sync(place);
  t.match(report, { result: 'partial', transport: 'dolt', landed: 0 });
  for (const log of inDolt) namesIt(t, report, log);

  const overRest = refused.filter(({ notInDolt }) => notInDolt);
  const rest = await restPeer(t, overRest);
  await a.peer(rest);
  const other = await a.sync(rest);
  t.match(other, { result: 'partial', transport: 'rest', landed: 1 }, 'its own log lands');
  for (const log of overRest) namesIt(t, other, log);

  const named = new Set([...report.logs, ...other.logs].map(({ code }) => code));
  t.strictSame(
    logCodes.filter((code) => !named.has(code)),
    [],
    'every reason is named once at least',
  );
  const { [rest.id]: added, ...vector } = (await digest(a)).vector;
  t.ok(added);
  t.strictSame(vector, before.vector, 'nothing of them landed');

  await b.sync(a);
  const theirs = await origins(b);
  const held = refused.filter(({ held }) => held === undefined).map(({ origin }) => origin);
  t.notOk(
    theirs.some((origin) => held.includes(origin)),
    'nor is passed on',
  );
});

function namesIt(t: Test, report: Parameters<typeof logOf>[0], { name, code, origin, held }: BrokenLog): void {
  const size = held?.entries.length ?? 0;
  const found = logOf(report, origin);
  t.match(found, { code, from: size, to: size, landed: 0, refused_count: 0, detail: /\w/ }, name);
}

/** A peer that has no Dolt remote: its door serves what no Dolt table of the right shape can hold. */
async function restPeer(t: Test, broken: BrokenLog[]): Promise<{ id: string; url: string }> {
  const node = world.node('rest');
  const own: [string, VectorLog] = [node.id, { entries: node.log.entries, checkpoint: node.checkpoint() }];
  const logs = new Map<string, VectorLog>([own, ...broken.map((log): [string, VectorLog] => [log.origin, log])]);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const [, , what, origin = ''] = pathname.split('/');
    if (what === 'node') {
      return void response.end(JSON.stringify({ id: node.id, protocol: 1, documents: [node.first.text] }));
    }
    if (origin === '') {
      const items = [...logs].map(([origin, { checkpoint }]) => ({ origin, ...claimed(checkpoint), checkpoint }));
      return void response.end(JSON.stringify({ items }));
    }
    const entries = logs.get(origin)?.entries.slice(Number(searchParams.get('after'))) ?? [];
    return void response.end(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  });
  return { id: node.id, url: await listen(t, server) };
}
