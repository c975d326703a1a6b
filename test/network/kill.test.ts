import fc from 'fast-check';
import t from 'tap';
import { admin, Answers, Load, loggedHashes, verify } from '../support/load.ts';
import { NodeProcess } from '../support/node-process.ts';

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

async function keepSyncing(node: NodeProcess, peer: NodeProcess, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await admin(node, 'POST', `/v1/admin/peers/${peer.id}/sync`).catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
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
  const load = new Load(node, 'rig', clients, answers);
  const syncing = [keepSyncing(node, peer, stop.signal), keepSyncing(peer, node, stop.signal)];
  for (const [index, pause] of pauses.entries()) {
    const victim = victims[index % victims.length] ?? 'node';
    await answers.atLeast(pause, `before kill ${index} of ${victim}\n${node.lastWords()}`);
    await kill(node, victim);
  }
  await answers.atLeast(50, `after the last kill\n${node.lastWords()}`);
  stop.abort();
  await load.stop();
  await Promise.all(syncing);

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
