import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import t from 'tap';
import { readToken } from '../../src/identity/strict-jws.ts';
import { wasteland } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { admin, verify } from '../support/load.ts';
import { eventually, expectSame, startNetwork } from '../support/network.ts';
import type { NetworkNode } from '../support/network.ts';
import { NodeProcess } from '../support/node-process.ts';

/** A node gets a new key, among peers that know the old one, over restarts and a kill, and in copies of what it holds. */

t.setTimeout(600_000);

function signerOf(checkpoint: string): string {
  const reading = readToken(checkpoint);
  if (!reading.ok) throw new Error(`${checkpoint} can't be read`);
  return reading.token.kid;
}

async function checkpointOf(node: NetworkNode, origin: string): Promise<string> {
  const { items } = (await node.ask('GET', '/v1/logs')).body as { items: { origin: string; checkpoint: string }[] };
  return items.find((log) => log.origin === origin)?.checkpoint ?? '';
}

/** Of the last entry of a log. */
function verdictOf(node: NetworkNode, origin: string): string | undefined {
  const { reader } = node.node.context.services;
  return reader.logs.entry(origin, reader.logs.log(origin)?.seq ?? 0)?.code;
}

async function replaced(node: NetworkNode, body: object = {}): Promise<string> {
  const answer = await node.ask('POST', '/v1/admin/key', body, 'admin');
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.kid;
}

async function verified(dataDir: string): Promise<string> {
  const { code, stdout, stderr } = await wasteland(['verify', '--data-dir', dataDir], {});
  return code === 0 ? 'ok' : stdout + stderr;
}

for (const transport of ['dolt', 'rest'] as const) {
  t.test(`peers go on with it by ${transport}, over a restart and in copies`, async (t) => {
    const env = transport === 'rest' ? { WASTELAND_DOLT_REMOTE_PORT: 'off' } : {};
    const { a } = await startNetwork(t, ['a'], { env });
    const { b } = await startNetwork(t, ['b']);
    const ada = await a.register('ada');
    await a.post(ada, 'before');
    await b.peer(a);
    t.match(await b.sync(a), { result: 'ok', transport });
    const first = signerOf(await checkpointOf(b, a.id));

    const second = await replaced(a);
    t.not(second, first);
    await a.post(ada, 'after');
    t.match(await b.sync(a), { result: 'ok', transport, landed: 2 });
    t.equal(signerOf(await checkpointOf(b, a.id)), second);

    await a.stop();
    await a.start();
    await a.post(ada, 'after the restart');
    t.equal(signerOf(await checkpointOf(a, a.id)), second);
    const third = await replaced(a, { leaked: true });
    t.match(await b.sync(a), { result: 'ok', transport, landed: 2 }, 'nothing comes after the document itself');
    t.equal(signerOf(await checkpointOf(b, a.id)), third);
    t.equal((await a.ask('POST', '/v1/wanted', { title: 'x', type: 'bug' }, ada)).status, 201, 'signed by the first');
    t.match(await b.sync(a), { result: 'ok', transport, landed: 1 });
    t.match((await a.ask('POST', '/v1/admin/vouches', { subject: ada.id }, 'admin')).body, {
      event: { verdict: 'ok' },
    });
    t.match(await b.sync(a), { result: 'ok', transport, landed: 1 });
    t.equal(verdictOf(b, a.id), 'ok', 'what the new key says for the node');

    const directory = await temporaryDirectory(t);
    const [file, copy] = [join(directory, 'board.jsonl'), join(directory, 'copy')];
    t.match(await wasteland(['export', 'board', '--out', file, '--url', a.url], {}), { code: 0 });
    t.match(await wasteland(['import', 'board', file, '--data-dir', copy], {}), { code: 0 });
    await Promise.all([a.stop(), b.stop()]);
    t.match(await wasteland(['rebuild', '--data-dir', a.dataDir], {}), { code: 0 });
    for (const dataDir of [a.dataDir, b.dataDir, copy]) t.equal(await verified(dataDir), 'ok');

    await a.start();
    await a.register('bob');
    t.equal(signerOf(await checkpointOf(a, a.id)), third);
  });
}

t.test('a node.sqlite from before the new key is refused at the start, and the right one is taken', async (t) => {
  const { a } = await startNetwork(t, ['a']);
  const directory = await temporaryDirectory(t);
  const [file, old, fresh] = [join(a.dataDir, 'node.sqlite'), join(directory, 'old'), join(directory, 'new')];
  await a.stop();
  copyFileSync(file, old);
  await a.start();
  const kid = await replaced(a);
  await a.stop();
  copyFileSync(file, fresh);
  copyFileSync(old, file);
  await t.rejects(a.start(), { code: 'bad_config', message: /no key that speaks for this node/ });
  copyFileSync(fresh, file);
  await a.start();
  await a.register('ada');
  t.equal(signerOf(await checkpointOf(a, a.id)), kid);
});

t.test('a node that is killed with a new key kept and no document logged goes on with the old one', async (t) => {
  const node = new NodeProcess('killed');
  t.teardown(() => node.remove());
  await node.start();
  const kids = (): number => {
    const database = new DatabaseSync(join(node.dataDir, 'node.sqlite'), { readOnly: true });
    try {
      return Number(database.prepare('SELECT count(*) AS n FROM keys').get()?.['n']);
    } finally {
      database.close();
    }
  };
  const signer = async (): Promise<string> => {
    const told = (await (await fetch(`${node.url}/.well-known/wasteland`)).json()) as { checkpoint: string };
    return signerOf(told.checkpoint);
  };
  const before = await signer();
  const { public: dolt } = node.pids();
  if (dolt === undefined) throw new Error('no Dolt runs');
  // Dolt stands still, so nothing can be logged.
  process.kill(dolt, 'SIGSTOP');
  const lost = admin(node, 'POST', '/v1/admin/key', { leaked: true }).catch(() => 'lost');
  await eventually(() => expectSame(kids(), 2, 'keys'));
  await node.end('SIGKILL');
  process.kill(dolt, 'SIGKILL');
  t.equal(await lost, 'lost');

  await node.start();
  t.equal(await signer(), before);
  const { kid } = (await admin(node, 'POST', '/v1/admin/key', {})) as { kid: string };
  t.not(kid, before);
  t.equal(await signer(), kid);
  await node.end('SIGKILL');
  await node.start();
  await admin(node, 'POST', '/v1/rigs', { handle: 'ada' });
  t.equal(await signer(), kid);
  t.match(await verify(node), { code: 0 });
});
