import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import { processEnvironment } from '../../src/config/env.ts';
import { openDataDir } from '../../src/data-dir.ts';
import { createLog } from '../../src/log.ts';
import { startNode } from '../../src/main.ts';
import type { Node } from '../../src/main.ts';
import { vectorLine } from '../../src/domain/vector.ts';
import { attachPublicServer } from '../../src/ledger/dolt/attach.ts';
import { hashOf } from '../../src/identity/strict-jws.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

function configOf(dataDir: string, more: Record<string, string> = {}): Config {
  return loadConfig({
    ...processEnvironment(),
    WASTELAND_DATA_DIR: dataDir,
    WASTELAND_PORT: '0',
    WASTELAND_DOLT_REMOTE_PORT: '0',
    WASTELAND_ALLOW_PRIVATE_PEERS: 'true',
    ...more,
  });
}

const said: Record<string, unknown>[] = [];
const log = createLog('silent', {
  write: (line: string) => void said.push(JSON.parse(line) as Record<string, unknown>),
});

async function start(t: Test, config: Config): Promise<Node> {
  const node = await startNode(config, { log });
  t.teardown(() => node.stop());
  return node;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function doltOf(dataDir: string): number {
  const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as { dolts: { public: { pid: number } } };
  return run.dolts.public.pid;
}

/** The last two, the newest first. */
async function ledgerCommits(t: Test, dataDir: string): Promise<unknown> {
  const connection = await attachPublicServer(dataDir)?.connect({ database: 'ledger' });
  t.teardown(() => connection?.end());
  const [rows] = (await connection?.query('SELECT committer, email, message FROM dolt_log LIMIT 2')) ?? [];
  return rows;
}

async function post(node: Node, token: string): Promise<number> {
  const headers = { 'content-type': 'application/jose' };
  const answer = await fetch(`${node.url}/v1/events`, { method: 'POST', headers, body: token });
  await answer.text();
  return answer.status;
}

t.test(
  'what a start loads while Dolt comes up may fail: no process is left, and the directory is free again',
  async (t) => {
    const dataDir = await temporaryDirectory(t);
    const config = configOf(dataDir);
    let pid = 0;
    const load = async (): Promise<void> => {
      pid = doltOf(dataDir);
      t.ok(isAlive(pid), 'its process is there by then');
      throw new Error('a package is missing');
    };
    await t.rejects(openDataDir(config, log, load), { message: 'a package is missing' });
    t.not(pid, 0);
    t.notOk(isAlive(pid), 'Dolt has ended');
    await start(t, config);
  },
);

t.test('a node starts, says so, stops, and is the same node when it starts again', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const config = configOf(dataDir);
  const first = await start(t, config);
  const ready = said.findLast((line) => line['msg'] === 'ready');
  t.match(ready, { url: first.url, node: first.id, remotes: { ledger: /\/ledger$/, commons: /\/commons$/ } });
  t.equal((await fetch(`${first.url}/readyz`)).status, 200);
  await t.rejects(startNode(config, { log }), { code: 'already_running' }, 'a second one is refused');
  t.equal((await fetch(`${first.url}/readyz`)).status, 200, 'and harms nothing');

  const rig = await OwnKeyRig.make(first.id, 'alice');
  t.equal(await post(first, rig.document), 201);
  const own = { committer: 'wasteland', email: `${first.id}@wasteland.invalid` };
  t.match(await ledgerCommits(t, dataDir), [
    { ...own, message: 'log entry 2' },
    { ...own, message: 'log entry 1' },
  ]);
  const dolt = doltOf(dataDir);
  await Promise.all([first.stop(), first.stop()]);
  t.notOk(isAlive(dolt), 'its Dolt is stopped');
  t.notOk(existsSync(join(dataDir, 'run.json')), 'the directory is given up');

  const second = await start(t, config);
  t.equal(second.id, first.id);
  t.equal(await post(second, rig.document), 200, 'what was logged is there');
  const node = (await (await fetch(`${second.url}/v1/node`)).json()) as { documents: string[] };
  t.equal(node.documents.length, 1, 'its document is logged once');
});

t.test('two nodes in one process have nothing in common', async (t) => {
  const [a, b] = await Promise.all([
    start(t, configOf(await temporaryDirectory(t), { WASTELAND_NAME: 'Ä & b' })),
    start(t, configOf(await temporaryDirectory(t))),
  ]);
  t.not(a.id, b.id);
  await a.stop();
  t.equal((await fetch(`${b.url}/livez`)).status, 200);
});

t.test('a start that fails leaves nothing running', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void taken.close());
  const port = String((taken.address() as AddressInfo).port);
  await t.rejects(startNode(configOf(dataDir, { WASTELAND_PORT: port }), { log }), { code: 'unavailable' });
  t.notOk(existsSync(join(dataDir, 'run.json')), 'the directory is given up');
  const node = await start(t, configOf(dataDir));
  t.equal((await fetch(`${node.url}/readyz`)).status, 200, 'and can be taken up again');
});

t.test('a node that is told to stop under load keeps all that it answered', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const node = await start(t, configOf(dataDir));
  const rig = await OwnKeyRig.make(node.id, 'alice');
  await post(node, rig.document);
  const answered: string[] = [];
  let broken = 0;
  let enough: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (enough = resolve));
  const clients = Array.from({ length: 16 }, async (_, client) => {
    for (let n = 0; ; n += 1) {
      const title = `${client} ${n}`;
      const token = await rig.sign('wanted.posted', { title, type: 'bug', priority: 2, effort: 'small' });
      const status = await post(node, token).catch((error: unknown) => {
        const { code } = (error as { cause?: { code?: string } }).cause ?? {};
        if (code !== 'ECONNREFUSED') broken += 1;
        return 0;
      });
      if (status !== 201) return;
      answered.push(hashOf(token));
      if (answered.length === 200) enough();
    }
  });
  await reached;
  await node.stop();
  await Promise.all(clients);
  t.ok(broken <= 16, `${broken} connections ended without an answer`);
  const again = await start(t, configOf(dataDir));
  const text = await (await fetch(`${again.url}/v1/logs/${node.id}/events`)).text();
  const logged = new Set(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => hashOf((JSON.parse(line) as { jws: string }).jws)),
  );
  t.same(
    answered.filter((hash) => !logged.has(hash)),
    [],
    `${answered.length} answered acts are there`,
  );
});

t.test('a digest is asked for: the commons show its vector by then', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const node = await start(t, configOf(dataDir));
  const rig = await OwnKeyRig.make(node.id, 'alice');
  t.equal(await post(node, rig.document), 201);
  const title = 'Something to do';
  const posting = { title, type: 'other', priority: 2, effort: 'small' } as const;
  t.equal(await post(node, await rig.sign('wanted.posted', posting)), 201);
  const { vector } = (await (await fetch(`${node.url}/v1/digest`)).json()) as {
    vector: Record<string, [number, string]>;
  };
  const heads = Object.entries(vector).map(([origin, [seq, root]]) => [origin, { seq, root }] as const);
  const connection = await attachPublicServer(dataDir)?.connect({ database: 'commons' });
  t.teardown(() => connection?.end());
  const [rows] = (await connection?.query('SELECT message FROM dolt_log LIMIT 1')) as unknown as [
    { message: string }[],
  ];
  const message = rows[0]?.message ?? '';
  t.ok(message.endsWith(vectorLine(new Map(heads))), message);
});
