import fc from 'fast-check';
import t from 'tap';
import type { Test } from 'tap';
import { admin, Answers, Load, loggedHashes, verify } from '../support/load.ts';
import { eventually } from '../support/network.ts';
import { NodeProcess } from '../support/node-process.ts';
import { SmallDisk } from '../support/small-disk.ts';

/**
 * Fills the disk of a node under eight clients. Writes are refused with a code and a state that say why, reads go on, what
 * was answered with 2xx is there afterwards, once, and the node takes writes again by itself when there is room.
 * `WASTELAND_TEST_FILLS=20` asks for more fills, `WASTELAND_TEST_SEED` repeats a run's choices.
 */
const fills = Number(process.env['WASTELAND_TEST_FILLS'] ?? 3);
const seed = Number(process.env['WASTELAND_TEST_SEED'] ?? Date.now() % 1_000_000);
const clients = 8;
const megabyte = 1024 * 1024;
/** Milliseconds within which a node without a disk that is full should be as before. */
const soon = 10_000;

/** A node may notice a disk that is full by looking, or by failing. */
const ways = ['under load', 'and nobody writes', 'for a moment'] as const;

interface Health {
  status: number;
  checks: { dolt: string; writer: string; disk: string };
}

async function health(node: NodeProcess): Promise<Health> {
  const answer = await fetch(`${node.url}/readyz`);
  return { ...((await answer.json()) as Health), status: answer.status };
}

async function isFull(node: NodeProcess): Promise<void> {
  const { status, checks } = await health(node);
  if (status !== 503 || !checks.disk.startsWith('full')) throw new Error(`not full: ${JSON.stringify(checks)}`);
}

async function isWell(node: NodeProcess): Promise<void> {
  const { status, checks } = await health(node);
  if (status !== 200) throw new Error(`not ready: ${JSON.stringify(checks)}`);
}

async function statusOf(node: NodeProcess, path: string): Promise<number> {
  const answer = await fetch(node.url + path);
  await answer.text();
  return answer.status;
}

/** What a custodial client, a signing one and the operator are told. */
async function refusals(node: NodeProcess): Promise<string[]> {
  const asked = [
    ['/v1/rigs', { handle: 'late' }],
    ['/v1/events', { events: ['a.b.c'] }],
    ['/v1/admin/peers', { url: 'http://127.0.0.1:1' }],
  ] as const;
  return await Promise.all(
    asked.map(async ([path, body]) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${node.adminToken()}` };
      const answer = await fetch(node.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return `${answer.status} ${((await answer.json()) as { code: string }).code}`;
    }),
  );
}

async function checkReads(t: Test, node: NodeProcess, paths: readonly string[]): Promise<void> {
  for (const path of paths) t.equal(await statusOf(node, path), 200, `GET ${path} goes on`);
}

t.test(`nothing answered is lost when the disk fills ${fills} times (seed ${seed})`, { timeout: 0 }, async (t) => {
  const disk = await SmallDisk.make(t, 256);
  const node = new NodeProcess('small', disk.place);
  const peer = new NodeProcess('peer');
  t.teardown(async () => {
    await node.remove();
    await peer.remove();
  });
  await Promise.all([node.start(), peer.start()]);
  await admin(peer, 'POST', '/v1/admin/peers', { url: node.url });
  const answers = new Answers();
  const board = ['/livez', '/v1/node', '/v1/wanted?limit=200', '/v1/rigs', '/v1/logs'];
  const log = `/v1/logs/${node.id}/events`;

  await t.test('little room is left: nothing more is written, and Dolt lives', async (t) => {
    const load = new Load(node, 'first', clients, answers);
    await answers.atLeast(50, `at the start\n${node.lastWords()}`);
    const { public: dolt } = node.pids();
    disk.fill(32 * megabyte);
    await eventually(() => isFull(node));
    t.same(await refusals(node), ['503 disk_full', '503 disk_full', '503 disk_full']);
    await checkReads(t, node, [...board, log, '/v1/digest']);
    t.match(node.lastWords(), 'the disk of WASTELAND_DATA_DIR is full', 'the operator is told');
    t.ok(disk.free > 16 * megabyte, `${disk.free} bytes are still free`);
    t.equal(node.pids().public, dolt, 'Dolt has not ended');
    disk.empty();
    await eventually(() => isWell(node), soon);
    await answers.atLeast(50, `with room again\n${node.lastWords()}`);
    await load.stop();
    t.strictSame([...answers.codes.keys()], ['disk_full'], 'no act was refused for another reason');
  });

  const pauses = fc.sample(fc.integer({ min: 1, max: 150 }), { numRuns: fills, seed });
  for (const [index, pause] of pauses.entries()) {
    const how = ways[index % ways.length] ?? 'under load';
    await t.test(`no room at all, ${how}, ${pause} acts later`, async (t) => {
      const load = new Load(node, `fill-${index}`, clients, answers);
      await answers.atLeast(pause, `before fill ${index}\n${node.lastWords()}`);
      disk.fill(0);
      if (how !== 'for a moment') {
        await eventually(() => isFull(node));
        t.same(await refusals(node), ['503 disk_full', '503 disk_full', '503 disk_full']);
        await checkReads(t, node, board);
      }
      if (how === 'and nobody writes') await load.stop();
      disk.empty();
      await eventually(() => isWell(node), soon);
      if (how !== 'and nobody writes') await answers.atLeast(20, `after fill ${index}\n${node.lastWords()}`);
      await load.stop();
      await checkReads(t, node, [...board, log, '/v1/digest']);
      const report = (await admin(peer, 'POST', `/v1/admin/peers/${node.id}/sync`)) as { result: string };
      t.equal(report.result, 'ok', `the peer takes the log: ${JSON.stringify(report)}`);
    });
  }

  const last = new Load(node, 'last', clients, answers);
  await answers.atLeast(50, `after the last fill\n${node.lastWords()}`);
  await last.stop();
  const unknown = [...answers.codes.keys()].filter((code) => code !== 'disk_full' && code !== 'unavailable');
  t.same(unknown, [], `refused with ${[...answers.codes].map(([code, count]) => `${code} ${count} times`).join(', ')}`);
  const logged = await loggedHashes(node);
  const lost = [...answers.hashes].filter((hash) => !logged.has(hash));
  t.same(lost, [], `all ${answers.hashes.size} answered acts are in the log`);
  const report = (await admin(peer, 'POST', `/v1/admin/peers/${node.id}/sync`)) as { result: string };
  t.equal(report.result, 'ok', `the peer takes the log to its end: ${JSON.stringify(report)}`);
  const running = await verify(node);
  t.equal(running.code, 0, `verify beside the running node: ${running.said}`);
  t.equal(await node.end('SIGTERM'), 'exit code 0', 'it ends in order');
  const stopped = await verify(node);
  t.equal(stopped.code, 0, `verify of the stopped node: ${stopped.said}`);
});
