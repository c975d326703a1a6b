import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import t from 'tap';
import { Pool } from 'undici';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { NodeProcess } from '../support/node-process.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/**
 * Kills the node, its public Dolt and its quarantine Dolt in turn, under 16 clients and with peers syncing both ways all the
 * while. What was answered with 2xx must be there afterwards, once, and `wasteland verify` must pass.
 * `WASTELAND_TEST_KILLS=50` asks for more kills, `WASTELAND_TEST_SEED` repeats a run's choices.
 */
const kills = Number(process.env['WASTELAND_TEST_KILLS'] ?? 12);
const seed = Number(process.env['WASTELAND_TEST_SEED'] ?? Date.now() % 1_000_000);
const clients = 16;
const patience = 120_000;

type Victim = 'node' | 'public' | 'quarantine';
const victims: Victim[] = ['node', 'public', 'quarantine'];

/** Answered acts of all clients, and who waits for how many of them. */
class Answers {
  readonly hashes = new Set<string>();
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  add(hash: string): void {
    this.hashes.add(hash);
    for (const waiter of this.#waiting.splice(0)) {
      if (this.hashes.size >= waiter.count) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }

  /** Resolves at the `more`-th answer from now. */
  async atLeast(more: number, what: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`no ${more} answers within ${patience} ms: ${what}`)), patience);
    this.#waiting.push({ count: this.hashes.size + more, resolve });
    await promise.finally(() => clearTimeout(timer));
  }
}

async function run(node: NodeProcess, peer: NodeProcess, until: AbortSignal, answers: Answers): Promise<void> {
  const pool = new Pool(node.url, { connections: clients, headersTimeout: 30_000 });
  const syncing = [keepSyncing(node, peer, until), keepSyncing(peer, node, until)];
  const acting = Array.from({ length: clients }, (_, index) => act(pool, node, `rig-${index}`, until, answers));
  await Promise.all([...syncing, ...acting]);
  await pool.close();
}

/** Posts one act after another; after any failure the very same token again until it is answered. */
async function act(pool: Pool, node: NodeProcess, handle: string, until: AbortSignal, answers: Answers): Promise<void> {
  const rig = await OwnKeyRig.make(node.id, handle);
  await post(pool, rig.document, until, answers);
  for (let count = 0; !until.aborted; count++) {
    const body = { title: `${handle} ${count}`, type: 'other', priority: 2, effort: 'small' } as const;
    await post(pool, await rig.sign('wanted.posted', body), until, answers);
  }
}

async function post(pool: Pool, token: string, until: AbortSignal, answers: Answers): Promise<void> {
  while (!until.aborted) {
    try {
      const headers = { 'content-type': 'application/jose' };
      const answer = await pool.request({ method: 'POST', path: '/v1/events', headers, body: token });
      const body = await answer.body.text();
      if (answer.statusCode < 300) {
        answers.add(hashOf(token));
        return;
      }
      if (answer.statusCode < 500 && answer.statusCode !== 429) throw new Refused(`${answer.statusCode} ${body}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
      // The node is down: whoever asks again at once finds out when it is back.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

class Refused extends Error {}

async function keepSyncing(node: NodeProcess, peer: NodeProcess, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await admin(node, 'POST', `/v1/admin/peers/${peer.id}/sync`).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function admin(node: NodeProcess, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(node.url + path, {
    method,
    headers: { authorization: `Bearer ${node.adminToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
    signal: AbortSignal.timeout(60_000),
  });
  const said = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said}`);
  return JSON.parse(said);
}

async function kill(node: NodeProcess, victim: Victim): Promise<void> {
  if (victim === 'node') {
    await node.end('SIGKILL');
    await node.start();
    return;
  }
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const pid = node.pids()[victim];
    if (pid !== undefined) {
      try {
        process.kill(pid, 'SIGKILL');
        return;
      } catch {
        // It has just ended by itself; the run file will name the next one.
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`no ${victim} Dolt to kill within ${patience} ms`);
}

async function verify(node: NodeProcess): Promise<{ code: number | null; said: string }> {
  const launcher = new URL('../../bin/wasteland.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [launcher, 'verify'], { env: node.environment });
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, said: said + errors };
}

async function loggedHashes(node: NodeProcess): Promise<Map<string, number>> {
  const answer = await fetch(`${node.url}/v1/logs/${node.id}/events`);
  const lines = (await answer.text()).trim().split('\n');
  const seqs = new Map<string, number>();
  for (const line of lines) {
    const entry = JSON.parse(line) as { seq: number; jws: string };
    seqs.set(hashOf(entry.jws), entry.seq);
  }
  if (seqs.size !== lines.length) throw new Error('a token stands twice in the log');
  return seqs;
}

t.test(`nothing answered is lost over ${kills} kills (seed ${seed})`, { timeout: 0 }, async (t) => {
  const node = new NodeProcess('killed');
  const peer = new NodeProcess('peer');
  t.teardown(async () => {
    await node.remove();
    await peer.remove();
  });
  await Promise.all([node.start(), peer.start()]);
  await admin(node, 'POST', '/v1/admin/peers', { url: peer.url });
  await admin(peer, 'POST', '/v1/admin/peers', { url: node.url });

  const pauses = fc.sample(fc.integer({ min: 1, max: 120 }), { numRuns: kills, seed });
  const answers = new Answers();
  const stop = new AbortController();
  const load = run(node, peer, stop.signal, answers);
  load.catch(() => stop.abort());
  for (const [index, pause] of pauses.entries()) {
    const victim = victims[index % victims.length] ?? 'node';
    await answers.atLeast(pause, `before kill ${index} of ${victim}\n${node.lastWords()}`);
    await kill(node, victim);
  }
  await answers.atLeast(50, `after the last kill\n${node.lastWords()}`);
  stop.abort();
  await load;

  const logged = await loggedHashes(node);
  const lost = [...answers.hashes].filter((hash) => !logged.has(hash));
  t.same(lost, [], `all ${answers.hashes.size} answered acts are in the log`);
  const report = (await admin(peer, 'POST', `/v1/admin/peers/${node.id}/sync`)) as { result: string };
  t.equal(report.result, 'ok', `the peer takes the log: ${JSON.stringify(report)}`);
  t.same(await loggedHashes(node), logged, 'nothing is written without being asked');
  const running = await verify(node);
  t.equal(running.code, 0, `verify beside the running node: ${running.said}`);
  t.equal(await node.end('SIGTERM'), 'exit code 0', 'it ends in order');
  const stopped = await verify(node);
  t.equal(stopped.code, 0, `verify of the stopped node: ${stopped.said}`);
});
