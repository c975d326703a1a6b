import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/client';
import type { Tool } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import t from 'tap';
import type { Test } from 'tap';
import { compileCache } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { called, clientOf, connect, refused, versions } from '../support/mcp.ts';
import type { Version } from '../support/mcp.ts';
import { startNetwork } from '../support/network.ts';
import type { Member } from '../support/network.ts';
import { wasteland } from '../support/command-line.ts';

/** From finding work on node A to a stamp seen on node B, by official clients that know `tools/list` and nothing else. */

t.setTimeout(180_000);

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const { a, b } = await startNetwork(t, ['a', 'b']);
await a.peer(b);
await b.peer(a);

/** `wasteland mcp` in a process of its own. */
async function overStdio(t: Test, version: Version, args: string[], env: Record<string, string> = {}): Promise<Client> {
  const client = clientOf(version);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', ...args],
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache, ...env },
    stderr: 'inherit',
  });
  await client.connect(transport);
  t.teardown(() => client.close());
  return client;
}

/** Input for a tool, from its own description: every member that it needs, taken from what is known by name. */
function inputFor(tool: Tool | undefined, known: Record<string, unknown>): Record<string, unknown> {
  const { properties = {}, required = [] } = tool?.inputSchema ?? {};
  const given = Object.keys(properties).filter((name) => known[name] !== undefined);
  const missing = required.filter((name) => known[name] === undefined);
  if (tool === undefined || missing.length > 0) {
    throw new Error(`${tool?.name}: nothing is known for ${missing.join()}`);
  }
  return Object.fromEntries(given.map((name) => [name, known[name]]));
}

/** The way of a piece of work: `worker` finds it on A, `validator` looks at it from B. */
async function walk(
  t: Test,
  { poster, worker, validator }: Record<'poster' | 'worker' | 'validator', Client>,
  skill: string,
  beforeStamp: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { tools } = await worker.listTools();
  t.strictSame((await validator.listTools()).tools, tools, 'the same tools whatever stands behind them');
  const use = (client: Client, name: string, known: Record<string, unknown>) =>
    called(
      client,
      name,
      inputFor(
        tools.find((tool) => tool.name === name),
        known,
      ),
    );

  const posting = { title: `Explain ${skill}`, type: 'docs', skills: [skill], acceptance: ['an example'] };
  await use(poster, 'post_item', posting);
  const { items } = await use(worker, 'find_work', { skills: [skill] });
  t.equal(items.length, 1);
  const item = String(items[0].id);
  const { rig } = await use(worker, 'whoami', {});
  await use(worker, 'claim', { item });
  await use(worker, 'report_progress', { item, note: 'half of it' });
  const { made: completion } = await use(worker, 'submit', {
    item,
    evidence: [{ url: 'https://example.org/change/1' }],
    summary: 'explained',
  });
  const reviewed = await use(poster, 'review', { item, decision: 'accept' });
  t.equal(reviewed.item.status, 'completed');

  await beforeStamp();
  const stamp = { completion, dimensions: { quality: { score: 4.5, confidence: 0.8 } }, skills: [skill] };
  const { made } = await use(validator, 'stamp', stamp);
  t.match(made, /^s-/);
  const onB = await use(validator, 'show_item', { item });
  t.match(onB.stamps, [{ id: made, subject: { id: rig.id }, dimensions: { quality: { score: 4.5 } } }]);
  await a.sync(b);
  const onA = await use(worker, 'show_item', { item });
  t.match(onA.stamps, [{ id: made }], 'and seen where the work was done');
  const { logs } = await use(validator, 'sync_status', {});
  t.ok(
    logs.some(({ origin }: { origin: string }) => origin === a.id),
    'B knows how far it is with A',
  );
}

for (const [index, version] of versions.entries()) {
  t.test(`over HTTP, ${version}`, async (t) => {
    const poster = await connect(t, a.url, version, (await a.register(`poster-h${index}`)).token);
    const worker = await connect(t, a.url, version, (await a.register(`worker-h${index}`)).token);
    const validator = await connect(t, b.url, version, (await b.register(`validator-h${index}`)).token);
    await walk(t, { poster, worker, validator }, `http-${index}`);
  });
}

t.test('over stdio, with tokens', async (t) => {
  const poster = await connect(t, a.url, versions[0], (await a.register('poster-s')).token);
  const at = (url: string, { token }: Member) => overStdio(t, versions[0], ['--url', url], { WASTELAND_TOKEN: token });
  const [worker, validator] = await Promise.all([
    at(a.url, await a.register('worker-s')),
    at(b.url, await b.register('validator-s')),
  ]);
  await walk(t, { poster, worker, validator }, 'stdio');
});

t.test('over stdio, with keys of their own', async (t) => {
  const withKey = async (url: string, handle: string): Promise<Client> => {
    const home = await temporaryDirectory(t);
    const env = { XDG_CONFIG_HOME: home, HOME: home, WASTELAND_URL: url };
    for (const args of [
      ['key', 'new'],
      ['rig', 'register', handle],
    ]) {
      const ended = await wasteland(args, env);
      if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.stderr}`);
    }
    return await overStdio(t, versions[1], [], env);
  };
  const [poster, worker, validator] = await Promise.all([
    withKey(a.url, 'poster-k'),
    withKey(a.url, 'worker-k'),
    withKey(b.url, 'validator-k'),
  ]);
  // For a token B fetches what it doesn't know; who signs alone has to know whose work it is.
  await walk(t, { poster, worker, validator }, 'keys', () => b.sync(a));

  const twice = { title: 'Only once', type: 'bug', idempotency_key: 'k1' };
  const [first, again] = await Promise.all([called(poster, 'post_item', twice), called(poster, 'post_item', twice)]);
  t.equal(again.made, first.made);
  t.match(await refused(poster, 'post_item', { ...twice, title: 'Another' }), { code: 'idempotency_conflict' });
  const both = { title: 'Score it', type: 'bug', skills: ['both'] };
  const { made: item } = await called(poster, 'post_item', both);
  t.match(await refused(worker, 'submit', { item, evidence: [{ url: 'x' }] }), {
    code: 'wrong_state',
    legal: ['wanted.claimed'],
  });
  await called(worker, 'claim', { item });
  await called(worker, 'ask', { about: item, text: 'How?' });
  await called(worker, 'submit', { item, evidence: [{ url: 'https://example.org/2' }] });
  const stamp = { dimensions: { reliability: { score: 5, confidence: 0.57 } } };
  const accepted = await called(poster, 'review', { item, decision: 'accept', stamp });
  t.match(accepted, { item: { status: 'completed' }, stamp: { made: /^s-/, event: { type: 'stamp.issued' } } });
});

t.test('over stdio, as nobody, and where nobody answers', async (t) => {
  const home = await temporaryDirectory(t);
  const env = { XDG_CONFIG_HOME: home, HOME: home };
  const nobody = await overStdio(t, versions[0], ['--url', a.url], env);
  t.type((await called(nobody, 'find_work')).items.length, 'number');
  t.match(await refused(nobody, 'claim', { item: 'w-0123456789' }), { code: 'unauthorized', text: /--token/ });
  t.match(await refused(nobody, 'find_work', { limit: 0 }), { code: 'invalid_request' });

  const alone = await overStdio(t, versions[1], ['--url', 'http://127.0.0.1:1'], env);
  t.match(await refused(alone, 'find_work'), { code: 'unreachable' });
  const forged = await overStdio(t, versions[1], ['--url', a.url, '--token', 'e30.e30.e30'], env);
  t.match(await refused(forged, 'whoami'), { code: 'unauthorized' });
  const { code, stderr } = await wasteland(['mcp', '--token', 'nonsense'], env);
  t.equal(code, 2);
  t.match(stderr, /not one of a wasteland node/);
});
