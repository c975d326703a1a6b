import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { madeId } from '../../src/client/index.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { attachPublicServer } from '../../src/ledger/dolt/attach.ts';
import { wasteland } from '../support/command-line.ts';
import type { Ended } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { NetworkNode, startNetwork } from '../support/network.ts';
import type { Member } from '../support/network.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/**
 * A board of 10,000 entries goes into a file, and from there into an empty directory, in two goes: the first is killed. What
 * stands there then is what stood on the node that gave it. A second board, of one rig, is a part of it.
 */

t.setTimeout(600_000);

const size = 10_000;
const perRequest = 100;
const worked = 40;

const env = { WASTELAND_TIER_CLAIMS: 'drifter=1000 registered=1000' };
const { a } = await startNetwork(t, ['a'], { env });
const { p } = await startNetwork(t, ['p'], { env });
const { q } = await startNetwork(t, ['q'], { env });
const directory = await temporaryDirectory(t);
const board = join(directory, 'board.jsonl');
const ofDave = join(directory, 'dave.jsonl');
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

async function log(node: NetworkNode, tokens: readonly string[]): Promise<void> {
  for (let from = 0; from < tokens.length; from += perRequest) {
    const events = tokens.slice(from, from + perRequest);
    const { status, body } = await node.ask('POST', '/v1/events', { events });
    if (status !== 201) throw new Error(`not logged: ${JSON.stringify(body).slice(0, 500)}`);
  }
}

async function acts(count: number, sign: (index: number) => Promise<string[]>): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1) tokens.push(...(await sign(index)));
  return tokens;
}

/** Work of a rig that is at home at Q, on an item of P, and a stamp for it from there. */
async function workOfDave(): Promise<Member> {
  await q.peer(p);
  await p.peer(q);
  const erin = await p.register('erin');
  const dave = await q.register('dave');
  const item = await p.post(erin, 'to be done from elsewhere');
  await q.sync(p);
  await q.ask('POST', `/v1/wanted/${item}/claim`, {}, dave);
  await q.ask('POST', `/v1/wanted/${item}/submit`, { evidence: [{ url: 'https://example.org/1' }] }, dave);
  const stamp = { dimensions: { quality: { score: 4, confidence: 0.9 } } };
  const accepted = await p.ask('POST', `/v1/wanted/${item}/accept`, { stamp }, erin);
  if (accepted.status !== 200) throw new Error(`not accepted: ${JSON.stringify(accepted.body)}`);
  await p.sync(q);
  return dave;
}

/** A board of A with as many entries as are wanted, some of them work by a rig of P that one of P stamped there. */
async function fillBoard(): Promise<void> {
  const alice = await OwnKeyRig.make(a.id, 'alice');
  const bob = await OwnKeyRig.make(p.id, 'bob');
  const carol = await OwnKeyRig.make(p.id, 'carol');
  const postings = async (count: number): Promise<string[]> =>
    await acts(count, async (index) => [
      await alice.sign('wanted.posted', {
        title: `item ${index} of ${count}`,
        description: 'Größe, 中文 🛠 '.repeat(12),
        type: 'bug',
        priority: index % 5,
        effort: 'small',
        tags: ['exported', `tag-${index % 7}`],
      }),
    ]);
  const posted = await postings(worked);
  await log(a, [alice.document, ...posted]);
  await log(p, [bob.document, carol.document]);
  const completions: string[] = [];
  const work = await acts(worked, async (index) => {
    const item = madeId('wanted.posted', hashOf(posted[index] ?? '')) ?? '';
    const submitted = await bob.sign('work.submitted', { item, evidence: [{ url: 'https://example.org/w' }] }, a.id);
    completions.push(madeId('work.submitted', hashOf(submitted)) ?? '');
    return [await bob.sign('wanted.claimed', { item }, a.id), submitted];
  });
  await log(a, [bob.document, ...work]);
  await log(
    a,
    await acts(worked, async (index) => [await alice.sign('work.accepted', { completion: completions[index] ?? '' })]),
  );
  await p.peer(a);
  await p.sync(a);
  const stamps = await acts(worked, async (index) => [
    await carol.sign('stamp.issued', {
      completion: completions[index] ?? '',
      subject: bob.id,
      dimensions: { quality: { score: 1 + (index % 9) / 2, confidence: (index % 101) / 100 } },
      severity: 'leaf',
    }),
  ]);
  await log(p, stamps);
  await a.peer(p);
  await a.sync(p);
  const held = a.node.context.services.reader.logs.logs().reduce((sum, { seq }) => sum + seq, 0);
  const missing = await postings(size - held);
  const halves = [missing.slice(0, missing.length / 2), missing.slice(missing.length / 2)];
  await Promise.all(halves.map((tokens) => log(a, tokens)));
}

/** What an export says of itself. */
async function exported(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await wasteland(['export', '--url', a.url, '--json', ...args], {});
  if (code !== 0) throw new Error(`export ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

const dave = await workOfDave();
await fillBoard();
const written = await exported('--out', board);
const writtenOfDave = await exported('--rig', dave.id, '--out', ofDave);

async function imported(file: string, dataDir: string): Promise<Ended> {
  return await wasteland(['import', 'board', file, '--data-dir', dataDir, '--json'], {});
}

/** Runs an import and kills it once so many hundredths of the entries have landed. */
async function importUntil(percent: number, dataDir: string): Promise<void> {
  const child = spawn(process.execPath, [main, 'import', 'board', board, '--data-dir', dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<unknown>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  for await (const line of createInterface({ input: child.stderr })) {
    const [, landed = '0'] = /^entries landed: .*\((\d+) %\)/.exec(line) ?? [];
    if (Number(landed) >= percent) child.kill('SIGKILL');
  }
  if ((await ended) !== 'SIGKILL') throw new Error('the import was done before it could be killed');
}

/** A node over a directory into which something was imported. */
async function started(t: Test, dataDir: string): Promise<NetworkNode> {
  const node = new NetworkNode('imported', dataDir, {});
  t.teardown(() => node.stop());
  return await node.start();
}

async function rows(node: NetworkNode, table: string): Promise<unknown[]> {
  await node.node.context.publisher.flush();
  const connection = await attachPublicServer(node.dataDir)?.connect({ database: 'commons' });
  if (connection === undefined) throw new Error(`node ${node.name} has no Dolt`);
  try {
    const [found] = await connection.query(`SELECT * FROM ${table} AS OF 'HEAD' ORDER BY id`);
    return found as unknown[];
  } finally {
    await connection.end();
  }
}

/** What a node holds of these logs: how far, under which root and checkpoint, with which verdicts. */
function held(node: NetworkNode, origins: readonly string[]): unknown[] {
  const { logs } = node.node.context.services.reader;
  return origins.map((origin) => {
    const head = logs.log(origin);
    return {
      origin,
      seq: head?.seq,
      root: head?.root,
      checkpoint: head?.checkpoint,
      verdicts: [...logs.verdicts(origin)],
    };
  });
}

t.test('a board goes through a file, and an import that was killed goes on where it was', async (t) => {
  t.match(written, { logs: 3, entries: size, left_out: [] });
  t.notOk(existsSync(`${board}.part`));

  const dataDir = join(directory, 'empty');
  await importUntil(20, dataDir);
  const went = await imported(board, dataDir);
  t.equal(went.code, 0, went.stderr);
  const report = JSON.parse(went.stdout) as { landed: number };
  t.match(report, { result: 'ok', node: a.id });
  t.ok(report.landed > 0 && report.landed < size, `${report.landed} entries were left for the second go`);
  const again = await imported(board, dataDir);
  t.equal(again.code, 0, again.stderr);
  t.match(JSON.parse(again.stdout), { result: 'ok', landed: 0, logs: [] }, 'a third brings nothing');

  const node = await started(t, dataDir);
  const origins = [a, p, q].map(({ id }) => id);
  t.strictSame(held(node, origins), held(a, origins));
  for (const table of ['wanted', 'completions', 'stamps']) {
    const wanted = await rows(a, table);
    t.ok(wanted.length > worked, `${wanted.length} rows of ${table}`);
    t.strictSame(await rows(node, table), wanted, table);
  }
});

t.test('the board of one rig: the logs in which its record stands', async (t) => {
  t.match(writtenOfDave, { logs: 2 }, 'his home, and that of the item; not the board of A');

  const dataDir = join(directory, 'of-dave');
  const went = await imported(ofDave, dataDir);
  t.equal(went.code, 0, went.stderr);
  t.match(JSON.parse(went.stdout), { result: 'ok', rig: dave.id });
  const node = await started(t, dataDir);
  const evidenceOn = async (of: NetworkNode): Promise<unknown> =>
    (await of.ask('GET', `/v1/rigs/${dave.id}/reputation`)).body.evidence;
  t.match(await evidenceOn(node), { quality: { stamps: 1, mean: 4 } });
  t.strictSame(await evidenceOn(node), await evidenceOn(a));
  t.equal(node.node.context.services.reader.logs.log(a.id), undefined);
});

t.test('a file with a broken line says which, and imports nothing', async (t) => {
  const lines = (await readFile(board, 'utf8')).split('\n');
  lines[size / 2] = (lines[size / 2] ?? '').slice(0, -5);
  const file = join(directory, 'broken.jsonl');
  await writeFile(file, lines.join('\n'));
  const dataDir = join(directory, 'untouched');
  const { code, stdout, stderr } = await imported(file, dataDir);
  t.equal(code, 1, stderr);
  t.match(stderr, `nothing was imported: line ${size / 2 + 1}: not JSON`);
  t.match(JSON.parse(stdout), { code: 'invalid_request' });
  t.notOk(existsSync(dataDir), 'no directory was made');
});

t.test('beside a running node nothing is imported', async (t) => {
  const { code, stderr } = await imported(ofDave, a.dataDir);
  t.equal(code, 1);
  t.match(stderr, /already_running/);
});
